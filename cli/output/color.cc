// SPDX-License-Identifier: MIT
#include "cli/output/color.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace sendoff::cli {
namespace {

std::string_view Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool ObeysEscapes(int fd) { return isatty(fd) != 0 && Variable("TERM") != "dumb"; }

bool WantsColor(Color color, int fd) {
  if (color != Color::kAuto) return color == Color::kAlways;
  const std::string_view forced = Variable("FORCE_COLOR");
  if (!forced.empty()) return forced != "0" && forced != "false";
  return Variable("NO_COLOR").empty() && ObeysEscapes(fd);
}

}  // namespace sendoff::cli

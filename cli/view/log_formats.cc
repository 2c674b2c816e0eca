// SPDX-License-Identifier: MIT
#include "cli/view/log_formats.h"

#include <array>

#include "report/page/run_document.h"

namespace sendoff::cli {
namespace {

constexpr std::array kFormats = {
    LogFormat{IsRunDocument, ReadRunDocument},
};

}  // namespace

const LogFormat* FormatOf(std::string_view beginning) {
  const size_t first = beginning.find_first_not_of(" \t\r\n");
  if (first == beginning.npos) return nullptr;
  for (const LogFormat& format : kFormats) {
    if (format.is(beginning.substr(first))) return &format;
  }
  return nullptr;
}

}  // namespace sendoff::cli

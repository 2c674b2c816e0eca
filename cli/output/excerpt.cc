// SPDX-License-Identifier: MIT
#include "cli/output/excerpt.h"

#include <algorithm>

#include "base/text_encoding.h"
#include "cli/input/input.h"

namespace sendoff::cli {
namespace {

constexpr size_t kLines = 5;
constexpr size_t kLineBytes = 300;

}  // namespace

std::string Cut(std::string_view text, size_t bytes) {
  std::string cut(FirstBytes(text, bytes));
  return cut.size() < text.size() ? cut + "..." : cut;
}

std::string FirstLines(std::string_view body) {
  body = FirstBytes(body, kLines * kLineBytes * 4);
  if (body.find('\0') != body.npos || WhyNotUtf8(body)) return {};
  std::string lines;
  size_t count = 0;
  while (!body.empty()) {
    const size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (Trim(line).empty()) continue;
    if (count++ == kLines) return lines + "\n...";
    if (!lines.empty()) lines += '\n';
    lines += Cut(line.substr(0, line.find_last_not_of('\r') + 1), kLineBytes);
  }
  return lines;
}

}  // namespace sendoff::cli

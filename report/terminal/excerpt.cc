// SPDX-License-Identifier: MIT
#include "report/terminal/excerpt.h"

#include <algorithm>

#include "base/text_encoding.h"
#include "base/text_width.h"

namespace sendoff {
namespace {

constexpr size_t kLines = 5;
constexpr size_t kLineColumns = 300;
constexpr size_t kUtf8 = 4;  // bytes of a character, at most

}  // namespace

std::string Cut(std::string_view text, size_t columns) {
  // What is set upon other characters has no columns, and is not for ever.
  std::string cut(FirstColumns(FirstBytes(text, columns * kUtf8), columns));
  return cut.size() < text.size() ? cut + "..." : cut;
}

std::string FirstLines(std::string_view body) {
  body = FirstBytes(body, kLines * kLineColumns * kUtf8);
  if (body.find('\0') != body.npos || WhyNotUtf8(body)) return {};
  std::string lines;
  size_t count = 0;
  while (!body.empty()) {
    const size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (count++ == kLines) return lines + "\n...";
    if (!lines.empty()) lines += '\n';
    lines += Cut(line.substr(0, line.find_last_not_of('\r') + 1), kLineColumns);
  }
  return lines;
}

}  // namespace sendoff

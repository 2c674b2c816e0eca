// SPDX-License-Identifier: MIT
#include "cli/output/wrapped.h"

#include <algorithm>

namespace sendoff::cli {

std::string Wrapped(std::string_view text, size_t column, size_t indent) {
  std::string lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column + 1 + word.size() > kWidth) {
      lines.append("\n").append(indent, ' ');
      column = indent;
    } else if (!lines.empty()) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace sendoff::cli

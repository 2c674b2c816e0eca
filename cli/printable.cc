// SPDX-License-Identifier: MIT
#include "cli/printable.h"

namespace sendoff::cli {
namespace {

void AddEscaped(unsigned char byte, std::string* shown) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  *shown += "\\x";
  *shown += kDigits[byte >> 4];
  *shown += kDigits[byte & 15];
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
      // U+0080 to U+009F, the other set of control characters.
      AddEscaped(byte, &shown);
      AddEscaped(next, &shown);
      ++i;
    } else if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\t') {
      shown += text[i];
    } else {
      AddEscaped(byte, &shown);
    }
  }
  return shown;
}

}  // namespace sendoff::cli

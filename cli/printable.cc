// SPDX-License-Identifier: MIT
#include "cli/printable.h"

#include <simdjson.h>

#include <algorithm>

namespace sendoff::cli {
namespace {

void AddEscaped(unsigned char byte, std::string* shown) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  *shown += "\\x";
  *shown += kDigits[byte >> 4];
  *shown += kDigits[byte & 15];
}

// How many bytes the UTF-8 character has that `text` begins with; 0 where none does, and for U+0080
// to U+009F, the other set of control characters.
size_t CharacterLength(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  size_t length = 1;
  if (first >= 0xF0) {
    length = 4;
  } else if (first >= 0xE0) {
    length = 3;
  } else if (first >= 0xC0) {
    length = 2;
  } else if (first >= 0x80) {
    return 0;
  }
  const bool c1 = first == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0;
  const bool valid = length <= text.size() && simdjson::validate_utf8(text.data(), length);
  return valid && !c1 ? length : 0;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    const auto first = static_cast<unsigned char>(text[0]);
    const bool is_plain = (first >= 0x20 && first != 0x7F) || first == '\n' || first == '\t';
    if (length > 0 && is_plain) {
      shown += text.substr(0, length);
    } else {
      AddEscaped(first, &shown);
    }
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return shown;
}

}  // namespace sendoff::cli

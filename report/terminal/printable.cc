// SPDX-License-Identifier: MIT
#include "report/terminal/printable.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace sendoff {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// Unicode's Default_Ignorable_Code_Point, but for the variation selectors of emoji, and what else
// is not seen and yet changes what is: directions, line ends, annotations.
constexpr std::array<Range, 24> kHidden = {{
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F},   {0x2800, 0x2800},   {0x3164, 0x3164},   {0xFE00, 0xFE0D},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},
    {0x13430, 0x1343F}, {0x16FE4, 0x16FE4}, {0x1BCA0, 0x1BCA3}, {0x1D159, 0x1D159},
    {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF}, {0xE0000, 0xE0FFF}, {0x10FFFE, 0x10FFFF},
}};

bool IsControl(uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

bool IsHidden(uint32_t character) {
  return character >= kHidden.front().first &&
         std::any_of(kHidden.begin(), kHidden.end(), [character](const Range& range) {
           return character >= range.first && character <= range.last;
         });
}

// The character that a text begins with, and how many bytes it has: none where it is no UTF-8.
struct Character {
  uint32_t code = 0;
  size_t length = 0;
};

Character FirstOf(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC0 || length > text.size() || !simdjson::validate_utf8(text.data(), length)) {
    return {};
  }
  uint32_t code = first & (0x7Fu >> length);
  for (const char next : text.substr(1, length - 1)) {
    code = code << 6 | (static_cast<unsigned char>(next) & 0x3Fu);
  }
  return {code, length};
}

template <class... Args>
void AddFormatted(std::string* shown, const char* format, Args... args) {
  char text[16];
  shown->append(text, static_cast<size_t>(std::snprintf(text, sizeof(text), format, args...)));
}

void AddBytes(std::string_view bytes, std::string* shown) {
  for (const char byte : bytes) AddFormatted(shown, "\\x%02x", static_cast<unsigned char>(byte));
}

std::string Show(std::string_view text, std::string_view allowed) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character character = FirstOf(text);
    const std::string_view bytes = text.substr(0, std::max<size_t>(character.length, 1));
    const bool is_control =
        IsControl(character.code) && allowed.find(text[0]) == std::string_view::npos;
    if (character.length == 0 || is_control) {
      AddBytes(bytes, &shown);
    } else if (IsHidden(character.code)) {
      AddFormatted(&shown, "\\u{%x}", character.code);
    } else {
      shown += bytes;
    }
    text.remove_prefix(bytes.size());
  }
  return shown;
}

}  // namespace

std::string Printable(std::string_view text) { return Show(text, "\n\t"); }

std::string PrintableLine(std::string_view text) { return Show(text, ""); }

std::string PrintableJson(std::string_view json) {
  std::string shown;
  shown.reserve(json.size());
  while (!json.empty()) {
    const Character character = FirstOf(json);
    const std::string_view bytes = json.substr(0, std::max<size_t>(character.length, 1));
    // Line ends and tabs stand between its parts; in strings they are escaped already.
    if (character.code < 0x7F || !(IsControl(character.code) || IsHidden(character.code))) {
      shown += bytes;
    } else if (character.code < 0x10000) {
      AddFormatted(&shown, "\\u%04x", character.code);
    } else {
      const uint32_t rest = character.code - 0x10000;
      AddFormatted(&shown, "\\u%04x\\u%04x", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
    }
    json.remove_prefix(bytes.size());
  }
  return shown;
}

std::string WithMargin(std::string_view text, size_t spaces) {
  std::string marked;
  for (const char c : text) {
    marked += c;
    if (c == '\n') marked.append(spaces, ' ').append(kMargin);
  }
  return marked;
}

}  // namespace sendoff

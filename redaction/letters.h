// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace sendoff::redaction {

// Of ASCII, whatever the locale.
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
constexpr bool IsAlnum(char c) { return IsDigit(c) || (Lower(c) >= 'a' && Lower(c) <= 'z'); }
constexpr bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

inline std::string Lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  return lower;
}

// The value of a hexadecimal digit; -1: it is none.
constexpr int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = Lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The number that `digits` hexadecimal digits make at `place`; -1: they are not there.
constexpr int HexNumber(std::string_view text, size_t place, size_t digits) {
  if (place > text.size() || text.size() - place < digits) return -1;
  int number = 0;
  for (const char c : text.substr(place, digits)) {
    if (HexDigit(c) < 0) return -1;
    number = number * 16 + HexDigit(c);
  }
  return number;
}

}  // namespace sendoff::redaction

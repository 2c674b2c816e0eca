// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <array>
#include <string_view>

namespace sendoff::net {

// Whether two field names are the same: ASCII letters in any case (RFC 9110 section 5.1).
bool SameHeaderName(std::string_view a, std::string_view b);

// The first field named `name`, or null.
const Header* FindHeader(const HeaderList& headers, std::string_view name);

// RFC 9110 section 5.6.2, by the character's code.
inline constexpr std::array<bool, 256> kTokenChars = [] {
  std::array<bool, 256> is{};
  for (char c = 'a'; c <= 'z'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (char c = '0'; c <= '9'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) is[static_cast<unsigned char>(c)] = true;
  return is;
}();
inline bool IsTokenChar(char c) { return kTokenChars[static_cast<unsigned char>(c)]; }

// Whether `text` is a token (RFC 9110 section 5.6.2), as methods and field names are.
bool IsToken(std::string_view text);

}  // namespace sendoff::net

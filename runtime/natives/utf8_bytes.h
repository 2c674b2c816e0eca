// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace sendoff::runtime {

// Which bytes make a character of UTF-8, by table 3-7 of the Unicode standard.

inline bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// How many bytes the character has that begins with `lead`; 1 for what begins none.
inline size_t CharacterLength(uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 1;
}

// Whether `second` may stand behind `lead`, which begins a character of more than one byte.
inline bool MayFollow(uint8_t lead, uint8_t second) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
  return IsContinuation(second);
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sendoff::runtime {

// Puts U+FFFD in the place of each lone surrogate of UTF-16; says whether there was one.
inline bool MendSurrogates(std::vector<uint16_t>* units) {
  constexpr uint16_t kReplacement = 0xFFFD;
  const auto is_lead = [](uint16_t unit) { return (unit & 0xFC00) == 0xD800; };
  const auto is_trail = [](uint16_t unit) { return (unit & 0xFC00) == 0xDC00; };
  bool mended = false;
  for (size_t i = 0; i < units->size(); ++i) {
    uint16_t& unit = (*units)[i];
    if (is_lead(unit) && i + 1 < units->size() && is_trail((*units)[i + 1])) {
      ++i;
    } else if (is_lead(unit) || is_trail(unit)) {
      unit = kReplacement;
      mended = true;
    }
  }
  return mended;
}

}  // namespace sendoff::runtime

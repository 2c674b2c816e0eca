// SPDX-License-Identifier: MIT
#include "base/text_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <limits>

namespace sendoff {
namespace {

constexpr UChar32 kSoftHyphen = 0xad;  // a format character that is shown

size_t ColumnsOfCharacter(UChar32 character) {
  constexpr uint32_t kWithoutWidth = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ME_MASK | U_GC_MN_MASK;
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  if (width == U_EA_FULLWIDTH || width == U_EA_WIDE) return 2;
  // The letters of flags are neutral, and pictures all the same.
  if (u_hasBinaryProperty(character, UCHAR_EMOJI_PRESENTATION) != 0) return 2;
  const bool has_width =
      character == kSoftHyphen || (U_MASK(u_charType(character)) & kWithoutWidth) == 0;
  return has_width ? 1 : 0;
}

// Where a text has to end to have no more than `most` columns, and how many it has then.
struct Extent {
  size_t bytes = 0;
  size_t columns = 0;
};

Extent Measure(std::string_view text, size_t most) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  Extent extent;
  for (int32_t i = 0; i < length;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, character);
    const size_t columns = ColumnsOfCharacter(character);
    if (columns > most - extent.columns) break;
    extent = {static_cast<size_t>(i), extent.columns + columns};
  }
  return extent;
}

}  // namespace

size_t ColumnsOf(std::string_view text) {
  return Measure(text, std::numeric_limits<size_t>::max()).columns;
}

std::string_view FirstColumns(std::string_view text, size_t columns) {
  return text.substr(0, Measure(text, columns).bytes);
}

}  // namespace sendoff

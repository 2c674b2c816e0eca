// SPDX-License-Identifier: MIT
#include "runtime/natives/text_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace sendoff::runtime {
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

}  // namespace

size_t ColumnsOf(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  size_t columns = 0;
  for (int32_t i = 0; i < length;) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(bytes, i, length, character);
    columns += ColumnsOfCharacter(character);
  }
  return columns;
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/natives/legacy_tables.h"

namespace sendoff::runtime {

struct LegacyText {
  std::vector<uint16_t> units;
  bool is_malformed = false;
  size_t tail = 0;  // how many bytes at the end are the beginning of a character
};

// One piece of text in a legacy encoding. Which bytes make up a character, and what is said again
// of those that make up none, is the Encoding standard's: ICU's converters swallow an ASCII
// character after a wrong lead byte, which hides it from whoever looked for it in the bytes.
class LegacyDecoder {
 public:
  // `state` is what state() said after the piece before; 0 for the first.
  LegacyDecoder(const LegacyTables& tables, int state);

  // With `is_stream`, more follows: an unfinished character at the end is `tail`, not an error.
  LegacyText Decode(std::span<const uint8_t> bytes, bool is_stream);

  int state() const;

 private:
  // A character: `units` as in LegacyTables, kWrong or kSilent, of `used` bytes. 0 bytes: more are
  // needed.
  struct Step {
    uint32_t units;
    size_t used;
  };
  enum class Mode { kAscii, kRoman, kKatakana, kPairs };  // of ISO-2022-JP

  Step Next(std::span<const uint8_t> rest);
  Step NextPair(std::span<const uint8_t> rest) const;
  Step NextEucJp(std::span<const uint8_t> rest) const;
  Step NextGb18030(std::span<const uint8_t> rest) const;
  Step NextIso2022Jp(std::span<const uint8_t> rest);
  Step NextEscape(std::span<const uint8_t> rest);
  Step NextJisPair(std::span<const uint8_t> rest) const;

  const LegacyTables& tables_;
  Mode mode_;
  bool is_after_escape_;
};

}  // namespace sendoff::runtime

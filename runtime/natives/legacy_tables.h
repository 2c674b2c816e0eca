// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sendoff::runtime {

// How the bytes of an encoding make up characters, in the Encoding standard's terms.
enum class Framing { kSingleByte, kEucKr, kBig5, kShiftJis, kEucJp, kIso2022Jp, kGb18030 };

// What the characters of an encoding are in UTF-16: one unit, or two, the first in the upper half.
class LegacyTables {
 public:
  static constexpr uint32_t kNothing = 0xFFFFFFFF;  // what is no character

  // A number of js/web/encoding.js: kFirstLegacy and up. The tables are filled by the first
  // caller, which takes some milliseconds, and stay; for all threads.
  static const LegacyTables& Of(int encoding);

  // False where this machine's ICU does not have the encoding; then nothing stands for anything.
  bool is_there() const { return is_there_; }
  Framing framing() const { return framing_; }

  // `byte` is 80 or more, so is `lead`.
  uint32_t Single(uint8_t byte) const { return main_[byte - 0x80U]; }
  uint32_t Pair(uint8_t lead, uint8_t trail) const { return main_[PairIndex(lead, trail)]; }
  // EUC-JP's three bytes, the first of which is 8F.
  uint32_t AfterSingleShift(uint8_t lead, uint8_t trail) const;
  // GB 18030's four bytes, as the number that the standard calls their pointer.
  uint32_t Four(uint32_t pointer) const;

 private:
  static size_t PairIndex(uint8_t lead, uint8_t trail) { return (lead - 0x80U) * 0x100U + trail; }
  void Fill(int encoding);
  void FillSingles(const char* converter_name, int encoding);
  void FillPairs(const char* converter_name);
  void FillFours(const char* converter_name);

  bool is_there_ = false;
  Framing framing_ = Framing::kSingleByte;
  std::vector<uint32_t> main_;
  std::vector<uint32_t> more_;  // what AfterSingleShift() or Four() looks up
};

inline constexpr int kFirstLegacy = 4;

}  // namespace sendoff::runtime

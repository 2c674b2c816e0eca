// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendoff::redaction {

// Finds every place in a text where one of many needles stands. Wu and Manber's algorithm (A fast
// algorithm for multi-pattern searching, 1994): what the last bytes of a window are tells how far
// it can move, so that most of a text is never looked at. Made in some microseconds. Why it is not
// a library's: docs/log.md. Immutable; any thread.
class PatternSearch {
 public:
  enum class Case { kExact, kAny };  // of ASCII letters

  // None of `needles` is empty. The shortest decides how fast a search is.
  PatternSearch(std::vector<std::string> needles, Case letter_case);

  // Calls `found(index of the needle, place)`, in the order of places.
  template <class Found>
  void ForEach(std::string_view text, Found found) const {
    for (const size_t end : WindowsIn(text)) {
      const size_t place = end - window_;
      const size_t slot = SlotBefore(text, end);
      for (size_t i = FirstOfSlot(slot); i < by_slot_.size() && by_slot_[i].first == slot; ++i) {
        const uint32_t needle = by_slot_[i].second;
        if (StandsAt(needles_[needle], text, place)) found(needle, place);
      }
    }
  }

 private:
  static constexpr size_t kSlots = 1 << 15;

  // Where the table has the block that ends there: one byte, two or three. Some share a slot.
  size_t SlotBefore(std::string_view text, size_t end) const {
    size_t block = Folded(text[end - 1]);
    if (block_ > 1) block ^= Folded(text[end - 2]) << 7;
    if (block_ > 2) block ^= Folded(text[end - 3]) << 11;
    return block & (kSlots - 1);
  }
  size_t Folded(char c) const { return static_cast<unsigned char>(c) | fold_; }

  // The ends of all windows whose last block is that of a needle's window.
  std::vector<size_t> WindowsIn(std::string_view text) const;
  size_t FirstOfSlot(size_t slot) const;
  bool StandsAt(const std::string& needle, std::string_view text, size_t place) const;

  const size_t fold_;                 // a bit by which letters of two cases differ; 0: none
  size_t window_ = 0;                 // bytes of the shortest needle, at most kMostWindow
  size_t block_ = 0;                  // bytes
  std::vector<std::string> needles_;  // where the case does not matter in lower case
  std::array<uint8_t, kSlots> shifts_;
  // The needles by the slots of their windows' ends.
  std::vector<std::pair<size_t, uint32_t>> by_slot_;
};

}  // namespace sendoff::redaction

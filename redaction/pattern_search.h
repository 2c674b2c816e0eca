// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::redaction {

// Finds every place in a text where one of many needles stands, whatever the case of ASCII letters.
// Wu and Manber's algorithm (A fast algorithm for multi-pattern searching, 1994): what two bytes
// say at the end of a window tells how far it can move, so that most of a text is never looked at.
// Made in some microseconds. Why it is not a library's: docs/log.md. Immutable; any thread.
class PatternSearch {
 public:
  // None of `needles` is empty. The shortest decides how fast a search is.
  explicit PatternSearch(std::vector<std::string> needles);

  // Calls `found(index of the needle, place)`, in the order of places.
  template <class Found>
  void ForEach(std::string_view text, Found found) const {
    if (needles_.empty()) return;
    for (size_t end = window_; end <= text.size();) {
      const size_t slot = SlotBefore(text, end);
      const size_t shift = shifts_[slot];
      end += shift;
      if (shift > 0) continue;
      for (uint32_t next = first_[slot]; next != kNone; next = next_[next]) {
        if (StandsAt(needles_[next], text, end - window_)) found(next, end - window_);
      }
      ++end;
    }
  }

 private:
  static constexpr size_t kSlots = 4096;
  static constexpr uint32_t kNone = UINT32_MAX;

  // Where the tables have the block that ends there: two bytes, or one where the window has no
  // more. Letters of either case have the same, and some blocks share one.
  size_t SlotBefore(std::string_view text, size_t end) const {
    const size_t last = static_cast<unsigned char>(text[end - 1]) | 0x20u;
    if (window_ == 1) return last;
    const size_t before = static_cast<unsigned char>(text[end - 2]) | 0x20u;
    return ((before << 5) ^ last) & (kSlots - 1);
  }

  static bool StandsAt(const std::string& needle, std::string_view text, size_t place);

  size_t window_ = 0;                 // bytes of the shortest needle, at most kMostWindow
  std::vector<std::string> needles_;  // in lower case
  std::array<uint8_t, kSlots> shifts_{};
  std::array<uint32_t, kSlots>
      first_{};                 // of the needles whose window ends so, where the shift is 0
  std::vector<uint32_t> next_;  // the next of these, by needle
};

}  // namespace sendoff::redaction

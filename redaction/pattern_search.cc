// SPDX-License-Identifier: MIT
#include "redaction/pattern_search.h"

#include <algorithm>

#include "redaction/letters.h"

namespace sendoff::redaction {
namespace {

constexpr size_t kMostWindow = 16;

// A longer block is that of fewer needles by chance, and a window moves less far by each of its
// bytes.
size_t BlockOf(size_t window) { return window == 1 ? 1 : window < 6 ? 2 : 3; }

}  // namespace

PatternSearch::PatternSearch(std::vector<std::string> needles, Case letter_case)
    : fold_(letter_case == Case::kAny ? 0x20 : 0), needles_(std::move(needles)) {
  if (needles_.empty()) return;
  window_ = kMostWindow;
  for (std::string& needle : needles_) {
    if (letter_case == Case::kAny) needle = Lowered(needle);
    window_ = std::min(window_, needle.size());
  }
  block_ = BlockOf(window_);
  shifts_.fill(static_cast<uint8_t>(window_ - block_ + 1));
  for (uint32_t i = 0; i < needles_.size(); ++i) {
    for (size_t end = block_; end <= window_; ++end) {
      uint8_t& shift = shifts_[SlotBefore(needles_[i], end)];
      shift = std::min(shift, static_cast<uint8_t>(window_ - end));
    }
    by_slot_.emplace_back(SlotBefore(needles_[i], window_), i);
  }
  std::sort(by_slot_.begin(), by_slot_.end());
}

// In several lanes at once: each step of one waits for its last.
std::vector<size_t> PatternSearch::WindowsIn(std::string_view text) const {
  constexpr size_t kLanes = 4;
  std::array<std::vector<size_t>, kLanes> found;
  if (needles_.empty() || text.size() < window_) return {};
  std::array<size_t, kLanes> ends{};
  std::array<size_t, kLanes> stops{};
  const size_t count = text.size() - window_ + 1;
  for (size_t lane = 0; lane < kLanes; ++lane) {
    ends[lane] = window_ + count * lane / kLanes;
    stops[lane] = window_ + count * (lane + 1) / kLanes;
  }
  const auto step = [&](size_t lane) {
    const size_t shift = shifts_[SlotBefore(text, ends[lane])];
    if (shift == 0) found[lane].push_back(ends[lane]);
    ends[lane] += std::max<size_t>(shift, 1);
  };
  while (ends[0] < stops[0] && ends[1] < stops[1] && ends[2] < stops[2] && ends[3] < stops[3]) {
    for (size_t lane = 0; lane < kLanes; ++lane) step(lane);
  }
  for (size_t lane = 0; lane < kLanes; ++lane) {
    while (ends[lane] < stops[lane]) step(lane);
    if (lane > 0) found[0].insert(found[0].end(), found[lane].begin(), found[lane].end());
  }
  return std::move(found[0]);
}

size_t PatternSearch::FirstOfSlot(size_t slot) const {
  const auto first = std::lower_bound(by_slot_.begin(), by_slot_.end(), std::pair(slot, 0u));
  return static_cast<size_t>(first - by_slot_.begin());
}

bool PatternSearch::StandsAt(const std::string& needle, std::string_view text, size_t place) const {
  if (text.size() - place < needle.size()) return false;
  const std::string_view there = text.substr(place, needle.size());
  if (fold_ == 0) return there == needle;
  return std::equal(there.begin(), there.end(), needle.begin(),
                    [](char a, char b) { return Lower(a) == b; });
}

}  // namespace sendoff::redaction

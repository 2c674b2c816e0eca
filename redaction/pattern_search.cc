// SPDX-License-Identifier: MIT
#include "redaction/pattern_search.h"

#include <algorithm>
#include <utility>

#include "redaction/letters.h"

namespace sendoff::redaction {
namespace {

constexpr size_t kMostWindow = 8;
constexpr size_t kMostBlock = 2;

}  // namespace

PatternSearch::PatternSearch(std::vector<std::string> needles) : needles_(std::move(needles)) {
  if (needles_.empty()) return;
  window_ = kMostWindow;
  for (std::string& needle : needles_) {
    needle = Lowered(needle);
    window_ = std::min(window_, needle.size());
  }
  const size_t block = std::min(kMostBlock, window_);
  shifts_.fill(static_cast<uint8_t>(window_ - block + 1));
  first_.fill(kNone);
  next_.resize(needles_.size(), kNone);
  for (uint32_t i = 0; i < needles_.size(); ++i) {
    for (size_t end = block; end <= window_; ++end) {
      uint8_t& shift = shifts_[SlotBefore(needles_[i], end)];
      shift = std::min(shift, static_cast<uint8_t>(window_ - end));
    }
    uint32_t& first = first_[SlotBefore(needles_[i], window_)];
    next_[i] = std::exchange(first, i);
  }
}

bool PatternSearch::StandsAt(const std::string& needle, std::string_view text, size_t place) {
  if (text.size() - place < needle.size()) return false;
  for (size_t i = 0; i < needle.size(); ++i) {
    if (Lower(text[place + i]) != needle[i]) return false;
  }
  return true;
}

}  // namespace sendoff::redaction

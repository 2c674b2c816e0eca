// SPDX-License-Identifier: MIT
#include "delivery/fair_slots.h"

#include <algorithm>
#include <numeric>

namespace sendoff::delivery {

bool FairSlots::HasRoomFor(size_t held, size_t sharers) const {
  if (taken_ < slots_) return true;
  const size_t fair = std::max<size_t>(slots_ / sharers, 1);
  if (held >= fair || taken_ - slots_ >= slots_) return false;
  const auto end = holding_.begin() + static_cast<ptrdiff_t>(std::min(fair, holding_.size()));
  return std::accumulate(holding_.begin(), end, size_t{0}) < slots_;
}

void FairSlots::Take(size_t held) {
  if (holding_.size() <= held) holding_.resize(held + 1);
  ++holding_[held];
  ++taken_;
}

void FairSlots::GiveBack(size_t held) {
  --holding_[held - 1];
  --taken_;
}

}  // namespace sendoff::delivery

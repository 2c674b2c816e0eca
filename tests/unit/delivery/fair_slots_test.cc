// SPDX-License-Identifier: MIT
#include "delivery/fair_slots.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace sendoff::delivery {
namespace {

// Somebody who takes what there is.
class Taker {
 public:
  explicit Taker(FairSlots& slots) : slots_(slots) {}

  // As many as it may have, up to `most`.
  size_t TakeAll(size_t sharers, size_t most = 1000) {
    size_t count = 0;
    for (; count < most && slots_.HasRoomFor(held_, sharers); ++count) slots_.Take(held_++);
    return count;
  }
  void GiveBack() { slots_.GiveBack(held_--); }

 private:
  FairSlots& slots_;
  size_t held_ = 0;
};

TEST(FairSlots, GivesOneThatIsAloneAllOfThem) {
  FairSlots slots(10);
  Taker lone(slots);
  EXPECT_EQ(lone.TakeAll(1), 10u);
  lone.GiveBack();
  EXPECT_EQ(lone.TakeAll(1), 1u);
}

TEST(FairSlots, GivesWhoComesLaterItsPartBesideOneThatHoldsAll) {
  FairSlots slots(10);
  Taker first(slots);
  Taker second(slots);
  first.TakeAll(1);
  EXPECT_EQ(second.TakeAll(2), 5u);
  EXPECT_EQ(first.TakeAll(2), 0u);
  first.GiveBack();
  EXPECT_EQ(first.TakeAll(2), 0u) << "it holds more than its part";
}

TEST(FairSlots, KeepsTheBoundWhereNobodyHoldsMoreThanItsPart) {
  FairSlots slots(10);
  std::vector<Taker> takers(20, Taker(slots));
  for (Taker& taker : takers) taker.TakeAll(20, 1);
  EXPECT_EQ(slots.taken(), 10u);
}

TEST(FairSlots, NeverGivesMoreThanTwiceTheBound) {
  FairSlots slots(10);
  std::vector<Taker> takers(100, Taker(slots));
  for (size_t i = 0; i < takers.size(); ++i) takers[i].TakeAll(i + 1);
  EXPECT_EQ(slots.taken(), 20u);
}

TEST(FairSlots, HasNoBoundWhereItIsTheLargestNumber) {
  FairSlots slots(std::numeric_limits<size_t>::max());
  Taker lone(slots);
  EXPECT_EQ(lone.TakeAll(1), 1000u);
}

}  // namespace
}  // namespace sendoff::delivery

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

namespace sendoff::delivery {

// A bound on how much goes on at once, shared out fairly. Whoever is alone may hold all slots; one
// that comes later need not wait until those are given back, which can take as long as their holder
// likes: up to its fair part it gets slots beside them. Of what somebody holds, only the fair part
// counts against the others, so the bound is passed by no more than what is held unfairly, and
// never grows to more than twice itself. Knows nobody by name: who asks says how many it holds.
class FairSlots {
 public:
  explicit FairSlots(size_t slots) : slots_(slots) {}

  // Whether one that holds `held` may have one more, where `sharers`, itself included, use or want
  // some.
  bool HasRoomFor(size_t held, size_t sharers) const;

  // One that held `held` has one more, or one less.
  void Take(size_t held);
  void GiveBack(size_t held);

  size_t taken() const { return taken_; }

 private:
  const size_t slots_;
  size_t taken_ = 0;
  std::vector<size_t> holding_;  // at n: how many hold more than n
};

}  // namespace sendoff::delivery

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "base/unique_function.h"

namespace sendoff::test {

// What can go wrong with one operation.
enum class Fault {
  kNone,      // nothing; the plan's hook may still do something at that moment
  kFail,      // it fails and has done nothing
  kFailHalf,  // a write hands on half of its bytes and then fails; all else: as kFail
  kStall,     // nothing is ever heard of it
};

// Counts the operations of all doubles that share it, and makes one of them go wrong: a scenario
// that is run again for each operation it has shows what every single failure leads to. An
// operation is a look-up, a connect, a write, or an event that a stream tells of.
class FaultPlan {
 public:
  FaultPlan() = default;
  FaultPlan(size_t at, Fault fault, UniqueFunction<void()> hook = nullptr)
      : at_(at), fault_(fault), hook_(std::move(hook)) {}

  // Counts one operation and says what becomes of it.
  Fault Next() {
    if (operations_++ != at_) return Fault::kNone;
    if (hook_) hook_();
    return fault_;
  }

  // So far.
  size_t operations() const { return operations_; }

  // The operation that goes wrong took place.
  bool was_reached() const { return at_ && operations_ > *at_; }

 private:
  size_t operations_ = 0;
  std::optional<size_t> at_;
  Fault fault_ = Fault::kNone;
  UniqueFunction<void()> hook_;  // runs inside the operation: only for what may happen there
};

}  // namespace sendoff::test

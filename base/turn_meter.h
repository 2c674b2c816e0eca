// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "base/loop.h"
#include "base/uv_handle.h"

namespace sendoff {

// How long a loop's turns take, for tests and benchmarks: whoever waits for a loop waits as long as
// its longest turn. A loop without a meter pays nothing for it.
class TurnMeter {
 public:
  TurnMeter() = default;
  TurnMeter(const TurnMeter&) = delete;
  TurnMeter& operator=(const TurnMeter&) = delete;

  // Begins to measure the turns of `loop`, of this thread, which has not turned yet. Until
  // `Detach`, which is before the loop is destroyed.
  void Attach(Loop& loop);
  void Detach() { prepare_.Close(); }

  // Begins anew. What is under way still counts. Any thread, like all that follow.
  void Reset();

  // CPU time of the loop's thread in its longest turn.
  Duration longest_cpu() const { return Duration(longest_cpu_.load()); }

  // The time from when something had happened until the loop could look again whether something
  // has, at most: the CPU time, and what the thread was held up.
  Duration longest_wall() const { return Duration(longest_wall_.load()); }

  size_t turns() const { return turns_.load(); }

 private:
  // The loop is about to wait, and has done all that there was to do.
  void OnTurn();

  uv_loop_t* loop_ = nullptr;
  UvHandle<uv_prepare_t> prepare_;
  // At the end of the last turn, in nanoseconds.
  int64_t cpu_ = 0;
  uint64_t wall_ = 0;
  uint64_t idle_ = 0;

  std::atomic<int64_t> longest_cpu_ = 0;
  std::atomic<int64_t> longest_wall_ = 0;
  std::atomic<size_t> turns_ = 0;
};

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <uv.h>

#include <memory>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "base/uv_handle.h"

namespace sendoff {

// A libuv loop with a TimerQueue on it. One thread: the one that calls `Run` or `Turn`. Everything
// that lives on the loop must be destroyed before it; the destructor closes the loop and checks
// that nothing was left open.
class Loop {
 public:
  // A loop of its own. `clock` must outlive it. Fails (kIo) where the machine refuses what it
  // needs: mostly because no descriptor is left.
  static Result<std::unique_ptr<Loop>> Create(const Clock& clock);

  // The same, for who could not go on without: aborts where `Create` fails.
  explicit Loop(const Clock& clock);

  // On a loop that a host owns and runs; `borrowed` must outlive this and be turned once more
  // after it, so that libuv can finish closing.
  Loop(const Clock& clock, uv_loop_t* borrowed);

  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  uv_loop_t* uv() { return loop_; }
  TimerQueue& timers() { return timers_; }
  Instant Now() const { return timers_.Now(); }

  // Turns until nothing is left to wait for, or `Stop()`.
  void Run() { uv_run(loop_, UV_RUN_DEFAULT); }

  // One turn, waiting for something to happen. False when there was nothing to wait for.
  bool Turn() { return uv_run(loop_, UV_RUN_ONCE) != 0; }

  // Makes `Run` return after this turn. Loop thread only.
  void Stop() { uv_stop(loop_); }

 private:
  Loop(const Clock& clock, std::unique_ptr<uv_loop_t> own);

  void Start();
  void OnEarliestChanged();
  void ArmTimer();

  const std::unique_ptr<uv_loop_t> own_;  // null: borrowed
  uv_loop_t* const loop_;
  TimerQueue timers_;
  UvHandle<uv_timer_t> timer_;
  Instant armed_for_;  // while `timer_` is active
};

}  // namespace sendoff

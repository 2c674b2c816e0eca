// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/timer_queue.h"

namespace sendoff::test {

// A clock that stands still until a test moves it.
class FakeClock final : public Clock {
 public:
  Instant Now() const override { return now_; }
  void MoveTo(Instant now) { now_ = now; }

 private:
  Instant now_{std::chrono::hours(1)};
};

// A time of day that stands still until a test moves it.
class FakeWallClock final : public WallClock {
 public:
  WallTime Now() const override { return now_; }
  void MoveTo(WallTime now) { now_ = now; }

 private:
  WallTime now_{std::chrono::hours(500'000)};
};

// A clock with a timer queue, both under a test's control.
class FakeTime {
 public:
  TimerQueue& timers() { return timers_; }
  FakeClock& clock() { return clock_; }
  Instant Now() const { return clock_.Now(); }

  // Runs what is due now, and what that makes due, until nothing is.
  void Settle() { Advance(Duration::zero()); }

  // Moves time forward by `span`, stopping at each deadline on the way.
  void Advance(Duration span) {
    const Instant end = clock_.Now() + span;
    for (auto next = timers_.NextDeadline(); next && *next <= end; next = timers_.NextDeadline()) {
      if (*next > clock_.Now()) clock_.MoveTo(*next);
      timers_.RunDue();
    }
    clock_.MoveTo(end);
  }

 private:
  FakeClock clock_;
  TimerQueue timers_{clock_};
};

}  // namespace sendoff::test

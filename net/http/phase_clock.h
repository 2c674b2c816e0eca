// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>

#include "base/timer_queue.h"

namespace sendoff::net {

// Keeps account of where a delivery's time goes. Whoever does a part of the work says which phase
// begins; every moment from the first `Enter` to `Stop` belongs to exactly one phase, so that the
// phases add up to the total.
class PhaseClock {
 public:
  // Has been in Phase::kQueue since `queued_at`. `timers` gives the time and must outlive it.
  PhaseClock(const TimerQueue& timers, Instant queued_at) : timers_(timers), entered_(queued_at) {}

  void Enter(Phase phase);
  void Stop() { Enter(phase_); }

  Phase phase() const { return phase_; }

  // As of the last Enter or Stop.
  const Timing& timing() const { return timing_; }

  // "dns 2 ms, connect 31 ms, wait 4967 ms": the phases that took place, queue left out.
  std::string Describe() const;

 private:
  const TimerQueue& timers_;
  Phase phase_ = Phase::kQueue;
  Instant entered_;
  Timing timing_;
};

}  // namespace sendoff::net

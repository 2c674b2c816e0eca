// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "base/clock.h"
#include "base/loop.h"
#include "runtime/isolate_host.h"

namespace sendoff::runtime {

// What a run waits on after its JavaScript has returned: timers now, answers of the host later. A
// step that never waits never makes a libuv loop. The run's thread only; destroyed after everything
// that lives on the loop and before the isolate.
class EventLoop {
 public:
  // `clock` and `host` outlive it.
  EventLoop(const Clock& clock, IsolateHost& host, Instant deadline)
      : clock_(clock), host_(host), deadline_(deadline) {}

  Instant Now() const { return clock_.Now(); }

  // When the run is ended.
  Instant deadline() const { return deadline_; }

  // The loop, made on first use.
  Loop& loop();

  // Something that the step waits for has begun; it will call back. In pairs.
  void Hold() { ++holds_; }
  void Release() { --holds_; }
  size_t holds() const { return holds_; }

  // Whether nothing is left that could ever run JavaScript again.
  bool idle() const { return holds_ == 0; }

  // Waits for something to happen and lets it, at most until the deadline, which ends the run.
  void Turn();

  // To be called by whatever happens on the loop: ends the turn, so that the run can look whether
  // the step has settled. libuv may otherwise go on to wait for the next thing in the same turn.
  void EndTurn() { loop().Stop(); }

 private:
  const Clock& clock_;
  IsolateHost& host_;
  const Instant deadline_;
  size_t holds_ = 0;
  std::optional<Loop> loop_;
  std::optional<Timer> deadline_timer_;
};

}  // namespace sendoff::runtime

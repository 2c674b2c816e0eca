// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/clock.h"
#include "base/loop.h"
#include "base/mailbox.h"
#include "runtime/isolate/isolate_host.h"

namespace sendoff::runtime {

// What a run waits on after its JavaScript has returned: timers now, answers of the host later. A
// step that never waits never makes a libuv loop. The run's thread only; destroyed after everything
// that lives on the loop and before the isolate.
class EventLoop {
 public:
  // `clock` and `host` outlive it. `stop` ends the run, from any thread.
  EventLoop(const Clock& clock, IsolateHost& host, Instant deadline, std::stop_token stop)
      : clock_(clock), host_(host), deadline_(deadline), stop_(std::move(stop)) {}

  Instant Now() const { return clock_.Now(); }

  // When the run is ended.
  Instant deadline() const { return deadline_; }

  // Makes the loop, on the first call. Fails where the machine refuses what it needs; nothing that
  // waits may be begun then.
  Result<void> Prepare();

  // Once `Prepare` has succeeded.
  Loop& loop();

  // Something that the step waits for has begun; it will call back. In pairs.
  void Hold() { ++holds_; }
  void Release() { --holds_; }
  size_t holds() const { return holds_; }

  // Whether nothing is left that could ever run JavaScript again.
  bool idle() const { return holds_ == 0; }

  // Waits for something to happen and lets it, at most until the deadline or the stop, which end
  // the run.
  void Turn() { loop().Turn(); }

  // To be called by whatever happens on the loop: ends the turn, so that the run can look whether
  // the step has settled. libuv may otherwise go on to wait for the next thing in the same turn.
  void EndTurn() { loop().Stop(); }

 private:
  struct Stop {};

  const Clock& clock_;
  IsolateHost& host_;
  const Instant deadline_;
  const std::stop_token stop_;
  size_t holds_ = 0;
  std::unique_ptr<Loop> loop_;
  std::optional<Timer> deadline_timer_;
  std::optional<Mailbox<Stop>> stops_;
  // After `stops_`, which it may use until it is destroyed.
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

}  // namespace sendoff::runtime

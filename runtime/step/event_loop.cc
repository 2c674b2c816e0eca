// SPDX-License-Identifier: MIT
#include "runtime/step/event_loop.h"

#include <utility>
#include <vector>

#include "base/check.h"

namespace sendoff::runtime {

Result<void> EventLoop::Prepare() {
  if (loop_) return {};
  Result<std::unique_ptr<Loop>> made = Loop::Create(clock_);
  if (!made.ok()) return std::move(made.error());
  loop_ = std::move(*made);
  // The watchdog stops JavaScript at the deadline; this stops a wait in which none runs.
  deadline_timer_.emplace(loop_->timers(), [this] {
    host_.End(Limit::kTime);
    EndTurn();
  });
  deadline_timer_->StartAt(deadline_);
  // Likewise for a stop, which comes from another thread.
  stops_.emplace(*loop_, [this](const std::vector<Stop>&) {
    host_.End(Limit::kStop);
    EndTurn();
  });
  on_stop_.emplace(stop_, [this] { stops_->Post({}); });
  return {};
}

Loop& EventLoop::loop() {
  SENDOFF_CHECK(loop_ != nullptr);
  return *loop_;
}

}  // namespace sendoff::runtime

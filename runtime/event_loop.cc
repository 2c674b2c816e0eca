// SPDX-License-Identifier: MIT
#include "runtime/event_loop.h"

#include <vector>

namespace sendoff::runtime {

Loop& EventLoop::loop() {
  if (!loop_) {
    loop_.emplace(clock_);
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
  }
  return *loop_;
}

}  // namespace sendoff::runtime

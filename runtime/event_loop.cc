// SPDX-License-Identifier: MIT
#include "runtime/event_loop.h"

#include <uv.h>

#include "base/check.h"

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
    const int status = wake_.Init(
        [](uv_loop_t* uv, uv_async_t* handle) {
          return uv_async_init(uv, handle, [](uv_async_t* async) {
            auto* self = static_cast<EventLoop*>(async->data);
            if (self == nullptr) return;
            self->host_.End(Limit::kStop);
            self->EndTurn();
          });
        },
        this, loop_->uv());
    SENDOFF_CHECK(status == 0);
    on_stop_.emplace(stop_, [this] { uv_async_send(wake_.get()); });
  }
  return *loop_;
}

void EventLoop::Turn() {
  loop().Turn();
  if (host_.ended() == Limit::kNone) host_.RunPlatformTasks();
}

}  // namespace sendoff::runtime

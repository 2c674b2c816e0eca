// SPDX-License-Identifier: MIT
#include "base/loop.h"

#include <algorithm>
#include <cstdio>

#include "base/check.h"

namespace sendoff {

Loop::Loop(const Clock& clock) : loop_(&own_), timers_(clock) {
  SENDOFF_CHECK(uv_loop_init(&own_) == 0);
  Start();
}

Loop::Loop(const Clock& clock, uv_loop_t* borrowed) : loop_(borrowed), timers_(clock) { Start(); }

Loop::~Loop() {
  timers_.OnEarliestChanged(nullptr);
  timer_.Close();
  if (loop_ != &own_) return;
  // Close callbacks that are due still have to run; a turn without waiting runs them all. What is
  // open after that was leaked, and waiting for it would only hide by whom.
  uv_run(loop_, UV_RUN_NOWAIT);
  if (uv_loop_close(loop_) == 0) return;
  uv_print_all_handles(loop_, stderr);
  SENDOFF_CHECK(!"a libuv handle outlived its loop");
}

void Loop::Start() {
  SENDOFF_CHECK(timer_.Init(uv_timer_init, this, loop_) == 0);
  timers_.OnEarliestChanged([this] { OnEarliestChanged(); });
}

// A timer that fires too early finds nothing due and is armed anew. That costs less than to arm it
// each time a deadline is called off, which is what happens to nearly all of them.
void Loop::OnEarliestChanged() {
  const auto deadline = timers_.NextDeadline();
  const bool armed = uv_is_active(timer_.base()) != 0;
  if (armed && deadline && *deadline >= armed_for_) return;
  ArmTimer();
}

void Loop::ArmTimer() {
  const auto deadline = timers_.NextDeadline();
  if (!deadline) {
    uv_timer_stop(timer_.get());
    return;
  }
  // libuv counts whole milliseconds from the loop's cached time; rounding up keeps a timer from
  // firing before its deadline.
  armed_for_ = *deadline;
  uv_update_time(loop_);
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*deadline - timers_.Now());
  const auto milliseconds = static_cast<uint64_t>(std::max<int64_t>(0, wait.count()));
  uv_timer_start(
      timer_.get(),
      [](uv_timer_t* handle) {
        auto* self = static_cast<Loop*>(handle->data);
        self->timers_.RunDue();
        self->ArmTimer();
      },
      milliseconds, 0);
}

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "base/loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

#include "base/check.h"

namespace sendoff {
namespace {

// What a loop may open, the first of a process some more than those that follow.
constexpr int kPairsOfDescriptors = 4;

// 0, or the error. Where descriptors give out, libuv does not fail at every place but aborts at
// some; so whether there are enough is tried out before.
int FindLackOfDescriptors() {
  int pairs[kPairsOfDescriptors][2];
  int opened = 0;
  while (opened < kPairsOfDescriptors && pipe2(pairs[opened], O_CLOEXEC) == 0) ++opened;
  const int error = opened < kPairsOfDescriptors ? errno : 0;
  while (opened > 0) {
    const auto& pair = pairs[--opened];
    close(pair[0]);
    close(pair[1]);
  }
  return error;
}

// 0, or libuv's error.
int InitLoop(uv_loop_t* loop) {
  const int lack = FindLackOfDescriptors();
  return lack != 0 ? uv_translate_sys_error(lack) : uv_loop_init(loop);
}

std::unique_ptr<uv_loop_t> NewUvLoop() {
  auto loop = std::make_unique<uv_loop_t>();
  SENDOFF_CHECK(InitLoop(loop.get()) == 0);
  return loop;
}

}  // namespace

Result<std::unique_ptr<Loop>> Loop::Create(const Clock& clock) {
  auto own = std::make_unique<uv_loop_t>();
  const int status = InitLoop(own.get());
  if (status == 0) return std::unique_ptr<Loop>(new Loop(clock, std::move(own)));
  return Error{ErrorCode::kIo, std::string("no event loop can be made: ") + uv_strerror(status) +
                                   "; a loop needs a handful of descriptors, and ulimit -n says "
                                   "how many a process may have"};
}

Loop::Loop(const Clock& clock) : Loop(clock, NewUvLoop()) {}

Loop::Loop(const Clock& clock, uv_loop_t* borrowed) : loop_(borrowed), timers_(clock) { Start(); }

Loop::Loop(const Clock& clock, std::unique_ptr<uv_loop_t> own)
    : own_(std::move(own)), loop_(own_.get()), timers_(clock) {
  Start();
}

Loop::~Loop() {
  timers_.OnEarliestChanged(nullptr);
  timer_.Close();
  if (!own_) return;
  // Close callbacks that are due still have to run; a turn without waiting runs them all. What is
  // open after that was leaked, and waiting for it would only hide by whom.
  uv_run(loop_, UV_RUN_NOWAIT);
  const bool every_handle_is_closed = uv_loop_close(loop_) == 0;
  if (!every_handle_is_closed) uv_print_all_handles(loop_, stderr);
  SENDOFF_CHECK(every_handle_is_closed);
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

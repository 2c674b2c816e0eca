// SPDX-License-Identifier: MIT
#include "base/turn_meter.h"

#include <ctime>

#include <algorithm>

#include "base/check.h"

namespace sendoff {
namespace {

int64_t ThreadCpuTime() {
  timespec time{};
  SENDOFF_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

void TurnMeter::Attach(Loop& loop) {
  loop_ = loop.uv();
  // What libuv spends on waiting is no part of a turn.
  SENDOFF_CHECK(uv_loop_configure(loop_, UV_METRICS_IDLE_TIME) == 0);
  SENDOFF_CHECK(prepare_.Init(uv_prepare_init, this, loop_) == 0);
  uv_prepare_start(prepare_.get(), [](uv_prepare_t* handle) {
    if (handle->data != nullptr) static_cast<TurnMeter*>(handle->data)->OnTurn();
  });
  uv_unref(prepare_.base());
  cpu_ = ThreadCpuTime();
  wall_ = uv_hrtime();
  idle_ = uv_metrics_idle_time(loop_);
}

void TurnMeter::Reset() {
  longest_cpu_ = 0;
  longest_wall_ = 0;
  turns_ = 0;
}

void TurnMeter::OnTurn() {
  const int64_t cpu = ThreadCpuTime();
  const uint64_t wall = uv_hrtime();
  const uint64_t idle = uv_metrics_idle_time(loop_);
  const auto busy = static_cast<int64_t>((wall - wall_) - (idle - idle_));
  longest_cpu_ = std::max(longest_cpu_.load(), cpu - cpu_);
  longest_wall_ = std::max(longest_wall_.load(), busy);
  ++turns_;
  cpu_ = cpu;
  wall_ = wall;
  idle_ = idle;
}

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "base/alarm_thread.h"

#include <utility>

namespace sendoff {

AlarmThread::~AlarmThread() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

// Nearly every alarm is called off, so nothing wakes the thread for one that goes, nor for one that
// comes when it is going to wake up before anyway: it then finds nothing due, and sleeps on.
void AlarmThread::Run() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (clock_.Now() < wakes_at_) {
      changed_.wait_until(lock, wakes_at_);
    } else {
      timers_.RunDue();
      wakes_at_ = timers_.NextDeadline().value_or(Instant::max());
    }
  }
}

AlarmThread::Alarm::Alarm(AlarmThread& thread, Instant at,
                          UniqueFunction<std::optional<Instant>()> ring)
    : thread_(thread), ring_(std::move(ring)), timer_(thread.timers_, [this] {
        if (const auto again = ring_()) timer_.StartAt(*again);
      }) {
  const std::lock_guard lock(thread_.mutex_);
  timer_.StartAt(at);
  if (!thread_.thread_.joinable()) thread_.thread_ = std::thread(&AlarmThread::Run, &thread_);
  if (at >= thread_.wakes_at_) return;
  thread_.wakes_at_ = at;
  thread_.changed_.notify_one();
}

AlarmThread::Alarm::~Alarm() {
  const std::lock_guard lock(thread_.mutex_);
  timer_.Stop();
}

}  // namespace sendoff

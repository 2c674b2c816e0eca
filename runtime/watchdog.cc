// SPDX-License-Identifier: MIT
#include "runtime/watchdog.h"

namespace sendoff::runtime {

Watchdog::Watchdog(IsolateHost& host, Instant deadline)
    : host_(host), thread_([this, deadline] { Wait(deadline); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stopped_changed_.notify_one();
  thread_.join();
}

void Watchdog::Wait(Instant deadline) {
  std::unique_lock lock(mutex_);
  if (stopped_changed_.wait_until(lock, deadline, [this] { return stopped_; })) return;
  host_.End(Limit::kTime);
}

}  // namespace sendoff::runtime

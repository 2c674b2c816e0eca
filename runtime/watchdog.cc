// SPDX-License-Identifier: MIT
#include "runtime/watchdog.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

#include "base/check.h"

namespace sendoff::runtime {
namespace {

// However little CPU time is left, the thread does not wake up more often.
constexpr Duration kShortestNap = std::chrono::milliseconds(5);

Duration Read(clockid_t clock) {
  timespec time{};
  SENDOFF_CHECK(clock_gettime(clock, &time) == 0);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Watchdog::Watchdog(IsolateHost& host, Instant deadline, Duration cpu_time) : host_(host) {
  SENDOFF_CHECK(pthread_getcpuclockid(pthread_self(), &cpu_clock_) == 0);
  const Duration used = Read(cpu_clock_);
  cpu_deadline_ = used + std::min(cpu_time, Duration::max() - used);
  thread_ = std::thread([this, deadline] { Wait(deadline); });
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stopped_changed_.notify_one();
  thread_.join();
}

Duration Watchdog::CpuTimeLeft() const { return cpu_deadline_ - Read(cpu_clock_); }

void Watchdog::Wait(Instant deadline) {
  std::unique_lock lock(mutex_);
  for (;;) {
    // One thread uses no more CPU time than there is time: the limit cannot be passed before.
    const Duration nap = std::max(CpuTimeLeft(), kShortestNap);
    const Instant now = std::chrono::steady_clock::now();
    const Instant wake = nap < deadline - now ? now + nap : deadline;
    if (stopped_changed_.wait_until(lock, wake, [this] { return stopped_; })) return;
    if (CpuTimeLeft() <= Duration::zero()) return host_.End(Limit::kCpuTime);
    if (std::chrono::steady_clock::now() >= deadline) return host_.End(Limit::kTime);
  }
}

}  // namespace sendoff::runtime

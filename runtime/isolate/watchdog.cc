// SPDX-License-Identifier: MIT
#include "runtime/isolate/watchdog.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "runtime/v8/platform.h"

namespace sendoff::runtime {
namespace {

// However little CPU time is left, it does not look more often.
constexpr Duration kShortestNap = std::chrono::milliseconds(5);

clockid_t ClockOfThisThread() {
  clockid_t clock = 0;
  SENDOFF_CHECK(pthread_getcpuclockid(pthread_self(), &clock) == 0);
  return clock;
}

Duration Read(clockid_t clock) {
  timespec time{};
  SENDOFF_CHECK(clock_gettime(clock, &time) == 0);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Watchdog::Watchdog(IsolateHost& host, Instant deadline, Duration cpu_time)
    : host_(host),
      deadline_(deadline),
      cpu_clock_(ClockOfThisThread()),
      cpu_deadline_(After(Read(cpu_clock_), cpu_time)),
      alarm_(host.platform().alarms(), NextLook(), [this] { return Look(); }) {}

std::optional<Instant> Watchdog::Look() {
  if (CpuTimeLeft() <= Duration::zero()) {
    host_.End(Limit::kCpuTime);
  } else if (std::chrono::steady_clock::now() >= deadline_) {
    host_.End(Limit::kTime);
  } else {
    return NextLook();
  }
  return std::nullopt;
}

// One thread uses no more CPU time than there is time: the limit cannot be passed before.
Instant Watchdog::NextLook() const {
  const Duration nap = std::max(CpuTimeLeft(), kShortestNap);
  const Instant now = std::chrono::steady_clock::now();
  return std::min(After(now, nap), deadline_);
}

Duration Watchdog::CpuTimeLeft() const { return cpu_deadline_ - Read(cpu_clock_); }

}  // namespace sendoff::runtime

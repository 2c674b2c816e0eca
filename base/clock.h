// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

namespace sendoff {

// A point on the monotonic clock. Never a time of day.
using Instant = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

// Where "now" comes from. Time is a parameter: whatever measures or waits takes a Clock (or the
// TimerQueue built on one), so that tests move time by hand and never sleep.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

// The machine's monotonic clock. Safe from any thread.
class SystemClock final : public Clock {
 public:
  Instant Now() const override { return std::chrono::steady_clock::now(); }
};

// `time` after `start`, or the last that can be counted where that comes first.
template <class T>
T After(T start, Duration time) {
  return start + std::min<Duration>(time, T::max() - start);
}

// `duration` in milliseconds, with its fraction: what logs and JSON show.
inline double ToMilliseconds(Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <ratio>

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

// A time of day: what people read in a log. It may be set back and forth, so nothing is measured
// with it.
using WallTime = std::chrono::system_clock::time_point;

// Where a time of day comes from; a parameter, as Clock is.
class WallClock {
 public:
  virtual ~WallClock() = default;
  virtual WallTime Now() const = 0;

  // The machine's. Safe from any thread.
  static const WallClock& OfThisMachine();
};

// `time` in the unit of the clock, or as much of it as that can count: people write `max()` for
// "without a limit", in units of which there are fewer.
template <class Rep, class Period>
constexpr Duration Saturated(std::chrono::duration<Rep, Period> time) {
  static_assert(!std::chrono::treat_as_floating_point_v<Rep>);
  using Given = std::chrono::duration<Rep, Period>;
  if constexpr (std::ratio_less_v<Duration::period, Period>) {
    if (time > std::chrono::duration_cast<Given>(Duration::max())) return Duration::max();
    if (time < std::chrono::duration_cast<Given>(Duration::min())) return Duration::min();
  }
  return std::chrono::duration_cast<Duration>(time);
}

// `time` after `start`, or the last instant that can be counted where that comes first (the first
// one, where `time` is negative). Nothing else adds to an instant: a sum that does not fit would be
// long ago. A difference of two readings of a clock fits.
template <class T, class Rep, class Period>
constexpr T After(T start, std::chrono::duration<Rep, Period> time) {
  const Duration added = Saturated(time);
  if (added > T::max() - std::max(start, T())) return T::max();
  if (added < T::min() - std::min(start, T())) return T::min();
  return start + added;
}

// `duration` in milliseconds, with its fraction: what logs and JSON show.
inline double ToMilliseconds(Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace sendoff

// SPDX-License-Identifier: MIT
// Sums of times that do not fit.
#include "base/clock.h"

#include <gtest/gtest.h>

#include "base/timer_queue.h"
#include "tests/support/fake_clock.h"

namespace sendoff {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

TEST(Saturated, KeepsWhatFits) {
  EXPECT_EQ(Saturated(milliseconds(1500)), nanoseconds(1'500'000'000));
  EXPECT_EQ(Saturated(seconds(-2)), nanoseconds(-2'000'000'000));
  EXPECT_EQ(Saturated(nanoseconds::max()), Duration::max());
  EXPECT_EQ(Saturated(hours(0)), Duration::zero());
  // The last that fit, and the first that do not.
  constexpr milliseconds kLast(Duration::max().count() / 1'000'000);
  EXPECT_EQ(Saturated(kLast), Duration(kLast));
  EXPECT_EQ(Saturated(kLast + milliseconds(1)), Duration::max());
  EXPECT_EQ(Saturated(-kLast - milliseconds(1)), Duration::min());
}

TEST(Saturated, IsTheMostThereIsForWhatDoesNotFit) {
  EXPECT_EQ(Saturated(milliseconds::max()), Duration::max());
  EXPECT_EQ(Saturated(milliseconds::min()), Duration::min());
  EXPECT_EQ(Saturated(seconds::max()), Duration::max());
  EXPECT_EQ(Saturated(seconds::min()), Duration::min());
  EXPECT_EQ(Saturated(hours::max()), Duration::max());
}

TEST(After, AddsWhatFits) {
  const Instant start = Instant() + hours(100);
  EXPECT_EQ(After(start, milliseconds(5)), start + milliseconds(5));
  EXPECT_EQ(After(start, milliseconds(-5)), start - milliseconds(5));
  EXPECT_EQ(After(Duration(7), nanoseconds(1)), Duration(8));
  EXPECT_EQ(After(Instant::max() - nanoseconds(1), nanoseconds(1)), Instant::max());
}

TEST(After, EndsWhereTheClockDoes) {
  const Instant start = Instant() + hours(100);
  for (const milliseconds time : {milliseconds::max(), milliseconds::max() - milliseconds(1)}) {
    EXPECT_EQ(After(start, time), Instant::max());
    EXPECT_EQ(After(Instant::max(), time), Instant::max());
    EXPECT_EQ(After(Instant() - hours(1), -time), Instant::min());
    EXPECT_EQ(After(Instant::min(), -time), Instant::min());
  }
  EXPECT_EQ(After(start, Duration::max()), Instant::max());
  EXPECT_EQ(After(Duration(7), seconds::max()), Duration::max());
  EXPECT_EQ(After(Instant::min(), Duration::max()) - Instant(), nanoseconds(-1));
}

// What was started with the longest of times is not due.
TEST(After, ATimerWithTheLongestTimeDoesNotFire) {
  test::FakeTime time;
  time.Advance(hours(1));
  bool fired = false;
  Timer timer(time.timers(), [&] { fired = true; });
  timer.StartAfter(milliseconds::max());
  RareTimer rare;
  rare.StartAfter(time.timers(), milliseconds::max(), [&] { fired = true; });
  time.Advance(hours(24 * 365));
  EXPECT_FALSE(fired);
  EXPECT_TRUE(timer.active());
}

}  // namespace
}  // namespace sendoff

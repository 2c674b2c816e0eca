// SPDX-License-Identifier: MIT
// base/README.md, invariants 1 and 2.
#include "base/timer_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/fake_clock.h"

namespace sendoff {
namespace {

using std::chrono::milliseconds;

class TimerQueueTest : public testing::Test {
 protected:
  std::unique_ptr<Timer> Named(const std::string& name) {
    return std::make_unique<Timer>(timers(), [this, name] { fired_ += name; });
  }
  TimerQueue& timers() { return time_.timers(); }

  test::FakeTime time_;
  std::string fired_;
};

TEST_F(TimerQueueTest, FiresAtItsDeadlineAndNotBefore) {
  const auto timer = Named("a");
  timer->StartAfter(milliseconds(10));
  time_.Advance(milliseconds(9));
  EXPECT_EQ(fired_, "");
  EXPECT_TRUE(timer->active());
  time_.Advance(milliseconds(1));
  EXPECT_EQ(fired_, "a");
  EXPECT_FALSE(timer->active());
  time_.Advance(milliseconds(100));
  EXPECT_EQ(fired_, "a");
}

TEST_F(TimerQueueTest, FiresInTheOrderOfDeadlinesAndThenOfStarts) {
  const auto a = Named("a");
  const auto b = Named("b");
  const auto c = Named("c");
  const auto d = Named("d");
  d->StartAfter(milliseconds(20));
  b->StartAfter(milliseconds(10));
  a->StartAfter(milliseconds(5));
  c->StartAfter(milliseconds(10));
  time_.clock().MoveTo(time_.Now() + milliseconds(30));
  timers().RunDue();
  EXPECT_EQ(fired_, "abcd");
}

TEST_F(TimerQueueTest, NeverFiresInsideTheCallThatStartsIt) {
  const auto timer = Named("a");
  timer->StartAfter(milliseconds(-5));
  EXPECT_EQ(fired_, "");
  timers().RunDue();
  EXPECT_EQ(fired_, "a");
}

TEST_F(TimerQueueTest, WhatACallbackStartsWaitsForTheNextRound) {
  int rounds = 0;
  std::unique_ptr<Timer> again;
  again = std::make_unique<Timer>(timers(), [&] {
    ++rounds;
    again->StartAfter(Duration::zero());
  });
  again->StartAfter(Duration::zero());
  timers().RunDue();
  EXPECT_EQ(rounds, 1);
  timers().RunDue();
  EXPECT_EQ(rounds, 2);
}

TEST_F(TimerQueueTest, StartingAgainMovesTheDeadline) {
  const auto timer = Named("a");
  timer->StartAfter(milliseconds(10));
  timer->StartAfter(milliseconds(20));
  time_.Advance(milliseconds(19));
  EXPECT_EQ(fired_, "");
  time_.Advance(milliseconds(1));
  EXPECT_EQ(fired_, "a");
}

TEST_F(TimerQueueTest, AStoppedOrDestroyedTimerDoesNotFire) {
  const auto stopped = Named("s");
  auto destroyed = Named("d");
  stopped->StartAfter(milliseconds(1));
  destroyed->StartAfter(milliseconds(1));
  stopped->Stop();
  destroyed.reset();
  time_.Advance(milliseconds(10));
  EXPECT_EQ(fired_, "");
  EXPECT_FALSE(timers().NextDeadline());
}

TEST_F(TimerQueueTest, ACallbackMayDestroyItsTimerAndOthersThatAreDue) {
  auto other = Named("other");
  std::unique_ptr<Timer> own;
  // What the callback holds must live on until it returns.
  auto held = std::make_shared<std::string>("held");
  own = std::make_unique<Timer>(timers(), [this, &own, &other, held] {
    own.reset();
    other.reset();
    fired_ += *held;
  });
  held.reset();
  own->StartAfter(milliseconds(1));
  other->StartAfter(milliseconds(1));
  time_.Advance(milliseconds(1));
  EXPECT_EQ(fired_, "held");
}

TEST_F(TimerQueueTest, ATimerCanBeUsedAgainAfterItFired) {
  const auto timer = Named("a");
  for (int i = 0; i < 3; ++i) {
    timer->StartAfter(milliseconds(1));
    time_.Advance(milliseconds(1));
  }
  EXPECT_EQ(fired_, "aaa");
}

TEST_F(TimerQueueTest, TellsWheneverTheEarliestDeadlineChanges) {
  std::vector<int> told;
  const Instant start = time_.Now();
  timers().OnEarliestChanged([&] {
    const auto next = timers().NextDeadline();
    told.push_back(next ? static_cast<int>((*next - start) / milliseconds(1)) : -1);
  });
  const auto a = Named("a");
  const auto b = Named("b");
  a->StartAfter(milliseconds(20));
  b->StartAfter(milliseconds(30));
  b->StartAfter(milliseconds(10));
  b->Stop();
  a->Stop();
  EXPECT_EQ(told, (std::vector<int>{20, 10, 20, -1}));
}

TEST_F(TimerQueueTest, ARareOneTakesOnePointerUntilItIsStarted) {
  static_assert(sizeof(RareTimer) == sizeof(void*));
  RareTimer timer;
  timer.Stop();
  timer.StartAfter(timers(), milliseconds(5), [&] { fired_ += "a"; });
  timer.StartAfter(timers(), milliseconds(9), [&] { fired_ += "b"; });  // in the first one's place
  time_.Advance(milliseconds(20));
  EXPECT_EQ(fired_, "b");
  timer.StartAfter(timers(), milliseconds(5), [&] { fired_ += "c"; });
  timer.Stop();
  time_.Advance(milliseconds(20));
  EXPECT_EQ(fired_, "b");
}

TEST_F(TimerQueueTest, ARareOneMayBeStartedOrDestroyedByItsOwnCallback) {
  auto timer = std::make_unique<RareTimer>();
  timer->StartAfter(timers(), milliseconds(1), [&] {
    fired_ += "a";
    timer->StartAfter(timers(), milliseconds(1), [&] {
      fired_ += "b";
      timer.reset();
    });
  });
  time_.Advance(milliseconds(1));
  time_.Advance(milliseconds(1));
  EXPECT_EQ(fired_, "ab");
  EXPECT_EQ(timer, nullptr);
}

}  // namespace
}  // namespace sendoff

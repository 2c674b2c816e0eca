// SPDX-License-Identifier: MIT
// Loop, Mailbox and UvHandle: what stands on libuv.
#include "base/loop.h"

#include <gtest/gtest.h>
#include <uv.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <thread>
#include <vector>

#include "base/mailbox.h"
#include "base/turn_meter.h"
#include "base/uv_handle.h"
#include "tests/support/few_descriptors.h"

namespace sendoff {
namespace {

using std::chrono::milliseconds;

TEST(Loop, RunsTimersAtTheirDeadlines) {
  const SystemClock clock;
  Loop loop(clock);
  std::vector<int> fired;
  Instant second_fired;
  Timer second(loop.timers(), [&] {
    fired.push_back(2);
    second_fired = loop.Now();
  });
  Timer first(loop.timers(), [&] { fired.push_back(1); });
  const Instant deadline = loop.Now() + milliseconds(3);
  second.StartAt(deadline);
  first.StartAfter(Duration::zero());
  loop.Run();
  EXPECT_EQ(fired, (std::vector<int>{1, 2}));
  EXPECT_GE(second_fired, deadline);
}

// Calling the earliest deadline off does not arm libuv's timer anew: it fires for nothing, once.
TEST(Loop, WaitsForTheNextDeadlineWhenTheEarliestIsCalledOff) {
  const SystemClock clock;
  Loop loop(clock);
  Instant fired;
  Timer never(loop.timers(), [] { FAIL(); });
  Timer later(loop.timers(), [&] { fired = loop.Now(); });
  const Instant deadline = loop.Now() + milliseconds(5);
  never.StartAt(loop.Now());
  later.StartAt(deadline);
  never.Stop();
  loop.Run();
  EXPECT_GE(fired, deadline);
}

TEST(Loop, EndsWhenTheOnlyDeadlineIsCalledOff) {
  const SystemClock clock;
  Loop loop(clock);
  Timer never(loop.timers(), [] { FAIL(); });
  never.StartAfter(std::chrono::hours(1));
  never.Stop();
  loop.Run();
  EXPECT_FALSE(loop.Turn());
}

TEST(Loop, EndsWhenNothingIsLeftToWaitFor) {
  const SystemClock clock;
  Loop loop(clock);
  loop.Run();
  EXPECT_FALSE(loop.Turn());
}

TEST(Loop, ATimerStartedInsideATimerRuns) {
  const SystemClock clock;
  Loop loop(clock);
  bool inner_fired = false;
  Timer inner(loop.timers(), [&] { inner_fired = true; });
  Timer outer(loop.timers(), [&] { inner.StartAfter(Duration::zero()); });
  outer.StartAfter(Duration::zero());
  loop.Run();
  EXPECT_TRUE(inner_fired);
}

TEST(Loop, StopEndsRunWithTimersLeft) {
  const SystemClock clock;
  Loop loop(clock);
  Timer never(loop.timers(), [] { FAIL(); });
  Timer stop(loop.timers(), [&] { loop.Stop(); });
  never.StartAfter(std::chrono::hours(1));
  stop.StartAfter(Duration::zero());
  loop.Run();
  EXPECT_TRUE(never.active());
}

TEST(Loop, CanBorrowTheLoopOfAHost) {
  uv_loop_t host;
  ASSERT_EQ(uv_loop_init(&host), 0);
  {
    const SystemClock clock;
    Loop loop(clock, &host);
    bool fired = false;
    Timer timer(loop.timers(), [&] { fired = true; });
    timer.StartAfter(Duration::zero());
    uv_run(&host, UV_RUN_DEFAULT);
    EXPECT_TRUE(fired);
  }
  uv_run(&host, UV_RUN_DEFAULT);
  EXPECT_EQ(uv_loop_close(&host), 0);
}

TEST(LoopDeathTest, AHandleThatOutlivesTheLoopIsNamed) {
  EXPECT_DEATH(
      {
        const SystemClock clock;
        auto loop = std::make_unique<Loop>(clock);
        UvHandle<uv_idle_t> late;
        static_cast<void>(late.Init(uv_idle_init, nullptr, loop->uv()));
        uv_idle_start(late.get(), [](uv_idle_t*) {});
        loop.reset();
      },
      "idle");
}

// In processes of their own: libuv opens some descriptors with the first loop, and keeps them.
TEST(LoopDeathTest, IsAnErrorWhereDescriptorsAreFew) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const SystemClock clock;
  for (rlim_t limit = 3; limit < 14; ++limit) {
    EXPECT_EXIT(test::TryWithDescriptors(limit, [&] { return Loop::Create(clock); }),
                testing::ExitedWithCode(0), "")
        << limit;
  }
}

TEST(TurnMeter, CountsTheTimeOfALongTurnAndNotThatOfAWait) {
  const SystemClock clock;
  Loop loop(clock);
  TurnMeter meter;
  meter.Attach(loop);
  const auto cpu_time = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  Timer busy(loop.timers(), [&] {
    const auto end = cpu_time() + milliseconds(5);
    while (cpu_time() < end) continue;
  });
  busy.StartAfter(Duration::zero());
  Timer after(loop.timers(), [] {});
  after.StartAfter(milliseconds(10));
  loop.Run();
  EXPECT_GE(meter.longest_cpu(), milliseconds(5));
  // The two clocks are read one after the other.
  EXPECT_GE(meter.longest_wall() + milliseconds(1), meter.longest_cpu());
  EXPECT_GE(meter.turns(), 1u);
  meter.Reset();
  EXPECT_EQ(meter.longest_cpu(), Duration::zero());
  meter.Detach();
}

TEST(UvHandle, ForgetsItsOwnerWhenItIsClosed) {
  const SystemClock clock;
  Loop loop(clock);
  int owner = 0;
  uv_idle_t* raw = nullptr;
  {
    UvHandle<uv_idle_t> handle;
    EXPECT_FALSE(handle);
    ASSERT_EQ(handle.Init(uv_idle_init, &owner, loop.uv()), 0);
    EXPECT_TRUE(handle);
    raw = handle.get();
    EXPECT_EQ(raw->data, &owner);
  }
  EXPECT_EQ(raw->data, nullptr);
  EXPECT_TRUE(uv_is_closing(reinterpret_cast<uv_handle_t*>(raw)));
}

TEST(UvHandle, CanBeUsedAgainAfterClose) {
  const SystemClock clock;
  Loop loop(clock);
  UvHandle<uv_idle_t> handle;
  ASSERT_EQ(handle.Init(uv_idle_init, nullptr, loop.uv()), 0);
  handle.Close();
  handle.Close();
  EXPECT_FALSE(handle);
  EXPECT_EQ(handle.Init(uv_idle_init, nullptr, loop.uv()), 0);
}

TEST(UvHandle, HasNoHandleWhenItCouldNotBeMade) {
  const SystemClock clock;
  Loop loop(clock);
  UvHandle<uv_poll_t> handle;
  EXPECT_NE(handle.Init(uv_poll_init, nullptr, loop.uv(), -1), 0);
  EXPECT_FALSE(handle);
}

TEST(Mailbox, HandsOverWhatOtherThreadsPostInOrder) {
  const SystemClock clock;
  Loop loop(clock);
  constexpr int kEach = 1000;
  constexpr size_t kAll = 2000;
  std::vector<int> received;
  Mailbox<int> mailbox(loop, [&](std::vector<int> values) {
    received.insert(received.end(), values.begin(), values.end());
    if (received.size() == kAll) loop.Stop();
  });
  const auto post = [&](int sign) {
    for (int i = 1; i <= kEach; ++i) EXPECT_TRUE(mailbox.Post(sign * i));
  };
  std::thread up(post, 1);
  std::thread down(post, -1);
  loop.Run();
  up.join();
  down.join();
  int last_up = 0;
  int last_down = 0;
  for (const int value : received) {
    int& last = value > 0 ? last_up : last_down;
    EXPECT_EQ(value, last + (value > 0 ? 1 : -1));
    last = value;
  }
  EXPECT_EQ(last_up, kEach);
  EXPECT_EQ(last_down, -kEach);
}

TEST(Mailbox, LetsTheLoopTurnBetweenManyValues) {
  const SystemClock clock;
  Loop loop(clock);
  constexpr size_t kAll = 3 * Mailbox<size_t>::kAtOnce;
  std::vector<size_t> received;
  size_t most = 0;
  Mailbox<size_t> mailbox(loop, [&](std::vector<size_t> values) {
    most = std::max(most, values.size());
    received.insert(received.end(), values.begin(), values.end());
    if (received.size() == kAll) loop.Stop();
  });
  for (size_t i = 0; i < kAll; ++i) mailbox.Post(size_t{i});
  loop.Run();
  EXPECT_EQ(most, Mailbox<size_t>::kAtOnce);
  ASSERT_EQ(received.size(), kAll);
  EXPECT_TRUE(std::is_sorted(received.begin(), received.end()));
}

TEST(Mailbox, GivesBackWhatWasNotReceivedAndTakesNothingMore) {
  const SystemClock clock;
  Loop loop(clock);
  Mailbox<std::unique_ptr<int>> mailbox(loop, [](auto) { FAIL(); });
  EXPECT_TRUE(mailbox.Post(std::make_unique<int>(1)));
  const auto left = mailbox.Close();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(*left[0], 1);
  auto refused = std::make_unique<int>(2);
  EXPECT_FALSE(mailbox.Post(std::move(refused)));
  EXPECT_TRUE(refused) << "a refused value stays with its owner";
  loop.Run();
}

TEST(Mailbox, CanBeClosedInsideItsCallback) {
  const SystemClock clock;
  Loop loop(clock);
  int received = 0;
  std::unique_ptr<Mailbox<int>> mailbox;
  mailbox = std::make_unique<Mailbox<int>>(loop, [&](const std::vector<int>& values) {
    received += static_cast<int>(values.size());
    mailbox->Close();
  });
  mailbox->Post(1);
  loop.Run();
  EXPECT_EQ(received, 1);
}

}  // namespace
}  // namespace sendoff

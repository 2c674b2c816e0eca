// SPDX-License-Identifier: MIT
#include "base/alarm_thread.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sendoff {
namespace {

constexpr auto kNever = std::chrono::hours(1);

Instant Now() { return std::chrono::steady_clock::now(); }

// How often a thread has gone to sleep by itself.
long Sleeps(pid_t thread) {
  std::ifstream status("/proc/self/task/" + std::to_string(thread) + "/status");
  constexpr std::string_view kName = "voluntary_ctxt_switches:";
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kName)) return std::stol(line.substr(kName.size()));
  }
  return -1;
}

TEST(AlarmThread, RingsNotBeforeItsInstantAndAgainWhenItIsTold) {
  AlarmThread thread;
  std::vector<Instant> wanted = {Now() + std::chrono::milliseconds(2)};
  std::vector<Instant> rung;
  std::promise<void> done;
  const AlarmThread::Alarm alarm(thread, wanted[0], [&]() -> std::optional<Instant> {
    rung.push_back(Now());
    if (rung.size() == 3) {
      done.set_value();
      return std::nullopt;
    }
    wanted.push_back(rung.back() + std::chrono::milliseconds(2));
    return wanted.back();
  });
  done.get_future().wait();
  for (size_t i = 0; i < rung.size(); ++i) EXPECT_GE(rung[i], wanted[i]);
}

// The kernel's number of the thread, told by an alarm that is over at once.
pid_t NumberOf(AlarmThread& thread) {
  std::promise<pid_t> number;
  const AlarmThread::Alarm alarm(thread, Now(), [&]() -> std::optional<Instant> {
    number.set_value(gettid());
    return std::nullopt;
  });
  return number.get_future().get();
}

TEST(AlarmThread, AnEarlierOneDoesNotWaitForALaterOne) {
  AlarmThread thread;
  const AlarmThread::Alarm later(thread, Now() + kNever, [] { return std::nullopt; });
  EXPECT_NE(NumberOf(thread), gettid());
}

TEST(AlarmThread, IsNotWokenByAlarmsThatAreCalledOff) {
  AlarmThread thread;
  const pid_t number = NumberOf(thread);
  const auto call_off = [&] {
    const AlarmThread::Alarm alarm(thread, Now() + kNever, [] { return std::nullopt; });
  };
  call_off();  // it had nothing to wait for, and now will look in an hour
  const long before = Sleeps(number);
  ASSERT_GE(before, 0);
  long after = before;
  for (int i = 0; i < 1000; ++i) {
    call_off();
    after = Sleeps(number);  // takes long enough for a thread to wake up
  }
  EXPECT_LE(after, before + 10);  // those before may come late
}

// Alarms that are called off just as they ring.
TEST(AlarmThread, OneThatIsGoneDoesNotRing) {
  AlarmThread thread;
  std::atomic<int> alive = -1;  // the alarm that may ring
  std::atomic<int> late = 0;
  int rung = 0;
  for (int i = 0; i < 2000; ++i) {
    std::atomic<bool> rang = false;
    alive = i;
    {
      const AlarmThread::Alarm alarm(thread, Now() + std::chrono::microseconds(30),
                                     [&, i]() -> std::optional<Instant> {
                                       if (alive != i) ++late;
                                       rang = true;
                                       return std::nullopt;
                                     });
      const Instant end = Now() + std::chrono::microseconds(i % 60);
      // The last one waits for as long as it takes, so that at least one rings.
      while (Now() < end || (i == 1999 && !rang)) {
      }
    }
    alive = -1;
    rung += rang ? 1 : 0;
  }
  EXPECT_EQ(late, 0);
  EXPECT_GT(rung, 0);
  EXPECT_LT(rung, 2000) << "none was called off before it rang";
}

}  // namespace
}  // namespace sendoff

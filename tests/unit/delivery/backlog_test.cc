// SPDX-License-Identifier: MIT
#include "delivery/backlog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>
#include <vector>

namespace sendoff::delivery {
namespace {

constexpr Backlog::Limits kTen = {.requests = 10, .bytes = 1000};

// Somebody who wants to enter, on a thread of its own. Made when it is in, or waits.
class Entering {
 public:
  Entering(Backlog& backlog, size_t requests, uint64_t bytes = 1) {
    const size_t before = backlog.waiting();
    place_ = std::async(std::launch::async,
                        [&backlog, requests, bytes] { return backlog.Enter(requests, bytes); });
    while (backlog.waiting() == before && !is_in()) std::this_thread::yield();
  }

  // Waits for it.
  Backlog::Place Get() { return place_.get(); }
  bool is_in() const {
    return place_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

 private:
  std::future<Backlog::Place> place_;
};

TEST(Backlog, LetsInWhatFits) {
  Backlog backlog(kTen);
  std::optional<Backlog::Place> first = backlog.Enter(4, 500);
  const auto second = backlog.Enter(6, 500);
  EXPECT_EQ(backlog.waiting(), 0u);
  Entering third(backlog, 1, 1);
  EXPECT_FALSE(third.is_in()) << "it is full to the last";
  EXPECT_EQ(backlog.waiting(), 1u);
  first.reset();
  third.Get();
}

TEST(Backlog, MakesWaitWhatHasTooManyRequestsUntilThereIsRoom) {
  Backlog backlog(kTen);
  std::optional<Backlog::Place> first = backlog.Enter(4, 1);
  Entering second(backlog, 7);
  EXPECT_FALSE(second.is_in());
  first.reset();
  second.Get();
}

TEST(Backlog, MakesWaitWhatHasTooManyBytesUntilThereIsRoom) {
  Backlog backlog(kTen);
  std::optional<Backlog::Place> first = backlog.Enter(1, 600);
  Entering second(backlog, 1, 401);
  EXPECT_FALSE(second.is_in());
  first.reset();
  second.Get();
}

TEST(Backlog, LetsInWhatIsLargerThanTheLimitsWhenNothingElseIsThere) {
  Backlog backlog(kTen);
  std::optional<Backlog::Place> huge = backlog.Enter(11, 2000);
  Entering next(backlog, 1);
  EXPECT_FALSE(next.is_in());
  huge.reset();
  next.Get();
}

TEST(Backlog, LetsNobodyPassByOneThatNeedsMoreRoom) {
  Backlog backlog(kTen);
  std::optional<Backlog::Place> first = backlog.Enter(9, 1);
  Entering large(backlog, 5);
  Entering small(backlog, 1);
  EXPECT_FALSE(large.is_in());
  EXPECT_FALSE(small.is_in());
  first.reset();
  const auto place = large.Get();
  small.Get();
}

TEST(Backlog, LetsNobodyWaitOnceItIsOpen) {
  Backlog backlog(kTen);
  const auto full = backlog.Enter(10, 1);
  Entering waiting(backlog, 5);
  backlog.Open();
  const auto place = waiting.Get();
  const auto late = backlog.Enter(10'000, 1);
}

TEST(Backlog, LetsManyThreadsThroughOneAfterAnother) {
  Backlog backlog({.requests = 3, .bytes = 1000});
  std::atomic<size_t> inside = 0;
  std::atomic<size_t> too_many = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (size_t i = 0; i < 100; ++i) {
        const size_t requests = 1 + i % 4;
        const auto place = backlog.Enter(requests, 1);
        const size_t now = inside += requests;
        // Four are more than there may be, and come in alone.
        if (now > 3 && now != requests) ++too_many;
        std::this_thread::yield();
        inside -= requests;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(too_many, 0u);
  EXPECT_EQ(backlog.waiting(), 0u);
  const auto all = backlog.Enter(3, 1000);
  EXPECT_EQ(backlog.waiting(), 0u);
}

}  // namespace
}  // namespace sendoff::delivery

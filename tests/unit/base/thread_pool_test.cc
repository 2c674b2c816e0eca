// SPDX-License-Identifier: MIT
#include "base/thread_pool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <utility>

namespace sendoff {
namespace {

// Runs a job; which thread did it, by the kernel's number, because the C library's come back.
pid_t RunOn(ThreadPool::Lease& lease) {
  std::promise<pid_t> done;
  std::future<pid_t> thread = done.get_future();
  lease.Start([done = std::move(done)]() mutable { done.set_value(gettid()); });
  return thread.get();
}

pid_t RunOneOf(ThreadPool& pool) {
  ThreadPool::Lease lease = *pool.Take();
  return RunOn(lease);
}

TEST(ThreadPool, JobsOneAfterAnotherShareAThread) {
  ThreadPool pool(1);
  const pid_t thread = RunOneOf(pool);
  EXPECT_NE(thread, gettid());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(RunOneOf(pool), thread);
}

TEST(ThreadPool, JobsAtTheSameTimeHaveOneEach) {
  ThreadPool pool(2);
  ThreadPool::Lease one = *pool.Take();
  ThreadPool::Lease two = *pool.Take();
  EXPECT_NE(RunOn(one), RunOn(two));
}

TEST(ThreadPool, KeepsTheFirstThatComesBackAndNoMore) {
  ThreadPool pool(1);
  pid_t last = 0;
  pid_t first = 0;
  {
    ThreadPool::Lease one = *pool.Take();
    ThreadPool::Lease two = *pool.Take();  // goes first
    last = RunOn(one);
    first = RunOn(two);
  }
  ThreadPool::Lease one = *pool.Take();
  ThreadPool::Lease two = *pool.Take();
  EXPECT_EQ(RunOn(one), first);
  const pid_t other = RunOn(two);
  EXPECT_NE(other, first);
  EXPECT_NE(other, last);
}

TEST(ThreadPool, OneThatKeepsNoneHasANewOneForEachJob) {
  ThreadPool pool(0);
  const pid_t thread = RunOneOf(pool);
  EXPECT_NE(RunOneOf(pool), thread);
}

TEST(ThreadPool, WhatAJobHoldsIsGoneWhenAnotherBegins) {
  ThreadPool pool(1);
  const auto held = std::make_shared<int>();
  pool.Take()->Start([held] {});
  std::promise<long> done;
  std::future<long> holders = done.get_future();
  pool.Take()->Start(
      [&held, done = std::move(done)]() mutable { done.set_value(held.use_count()); });
  EXPECT_EQ(holders.get(), 1);
}

// Tells when it goes.
class Farewell {
 public:
  explicit Farewell(std::promise<void> gone) : gone_(std::move(gone)) {}
  ~Farewell() { gone_.set_value(); }

 private:
  std::promise<void> gone_;
};

TEST(ThreadPool, OneThatIsLeftBehindEndsWithItsJob) {
  std::promise<void> let_go;
  std::future<void> held = let_go.get_future();
  std::promise<pid_t> begun;
  std::promise<void> gone;
  const std::future<void> is_gone = gone.get_future();
  {
    ThreadPool pool(1);
    ThreadPool::Lease lease = *pool.Take();
    lease.Start([&, farewell = std::make_unique<Farewell>(std::move(gone))] {
      begun.set_value(gettid());
      held.wait();
    });
    const pid_t thread = begun.get_future().get();
    lease.LeaveBehind();
    EXPECT_NE(RunOneOf(pool), thread);
  }  // the pool does not wait for it
  let_go.set_value();
  is_gone.wait();
}

}  // namespace
}  // namespace sendoff

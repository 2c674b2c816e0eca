// SPDX-License-Identifier: MIT
#include "base/thread.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <utility>

#include "tests/support/no_threads.h"

namespace sendoff {
namespace {

TEST(Thread, CallsItsMainAndDestroysIt) {
  const auto held = std::make_shared<int>(0);
  pthread_t self{};
  Result<Thread> thread = Thread::Start([held, &self] { self = pthread_self(); });
  ASSERT_TRUE(thread.ok());
  thread->Join();
  EXPECT_FALSE(thread->joinable());
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(pthread_equal(self, pthread_self()), 0);
}

TEST(Thread, GoesOnWhenItIsDetached) {
  std::promise<void> may_end;
  std::promise<void> ended;
  Result<Thread> thread = Thread::Start([&] {
    may_end.get_future().wait();
    ended.set_value();
  });
  ASSERT_TRUE(thread.ok());
  thread->Detach();
  EXPECT_FALSE(thread->joinable());
  may_end.set_value();
  ended.get_future().wait();
}

TEST(Thread, IsAnErrorWhereThereIsNone) {
  if (!test::NoThreads::kPossible) GTEST_SKIP() << "under a sanitizer";
  const auto held = std::make_shared<int>(0);
  Result<Thread> thread = Thread();
  {
    const test::NoThreads none;
    thread = Thread::Start([held] {});
  }
  ASSERT_FALSE(thread.ok());
  EXPECT_EQ(thread.error().code, ErrorCode::kIo);
  EXPECT_EQ(thread.error().message,
            "cannot start a thread: Resource temporarily unavailable; raise the limit of processes "
            "and threads (ulimit -u, TasksMax=, pids.max), or have fewer runs at once");
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "base/signal_watch.h"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>

namespace sendoff {
namespace {

bool HasDefaultEffect(int signal) {
  struct sigaction current {};
  EXPECT_EQ(sigaction(signal, nullptr, &current), 0);
  return current.sa_handler == SIG_DFL;
}

TEST(SignalWatch, HearsTheFirstSignalAndLeavesTheNextToTheSystem) {
  const SystemClock clock;
  Loop loop(clock);
  int heard = 0;
  const SignalWatch watch(loop, SIGUSR1, [&] { ++heard; });
  EXPECT_FALSE(HasDefaultEffect(SIGUSR1));
  raise(SIGUSR1);
  EXPECT_EQ(heard, 0) << "in the signal handler";
  loop.Run();
  EXPECT_EQ(heard, 1);
  EXPECT_TRUE(HasDefaultEffect(SIGUSR1));
}

TEST(SignalWatch, MayBeDestroyedInItsCallback) {
  const SystemClock clock;
  Loop loop(clock);
  std::unique_ptr<SignalWatch> watch;
  watch = std::make_unique<SignalWatch>(loop, SIGUSR1, [&] { watch.reset(); });
  raise(SIGUSR1);
  loop.Run();
  EXPECT_EQ(watch, nullptr);
}

TEST(SignalWatch, GivesTheSignalBackWhenItIsDestroyed) {
  const SystemClock clock;
  Loop loop(clock);
  {
    const SignalWatch watch(loop, SIGUSR1, [] { ADD_FAILURE() << "nothing was raised"; });
  }
  EXPECT_TRUE(HasDefaultEffect(SIGUSR1));
}

}  // namespace
}  // namespace sendoff

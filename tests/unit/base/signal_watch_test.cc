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

TEST(SignalWatch, HearsEverySignalAsLongAsItLives) {
  const SystemClock clock;
  Loop loop(clock);
  int heard = 0;
  const SignalWatch watch(loop, SIGUSR1, [&] {
    ++heard;
    loop.Stop();
  });
  for (const int nth : {1, 2}) {
    EXPECT_FALSE(HasDefaultEffect(SIGUSR1));
    raise(SIGUSR1);
    EXPECT_EQ(heard, nth - 1) << "in the signal handler";
    loop.Run();
    EXPECT_EQ(heard, nth);
  }
}

// Between the two, none must find the default effect, which would end the process.
TEST(SignalWatch, HearsTheSecondOfTwoThatComeAtOnce) {
  const SystemClock clock;
  Loop loop(clock);
  int heard = 0;
  const SignalWatch watch(loop, SIGUSR1, [&] {
    if (++heard == 2) loop.Stop();
  });
  raise(SIGUSR1);
  raise(SIGUSR1);
  loop.Run();
  EXPECT_EQ(heard, 2);
}

TEST(SignalWatch, MayBeDestroyedInItsCallback) {
  const SystemClock clock;
  Loop loop(clock);
  std::unique_ptr<SignalWatch> watch;
  watch = std::make_unique<SignalWatch>(loop, SIGUSR1, [&] { watch.reset(); });
  raise(SIGUSR1);
  loop.Run();
  EXPECT_EQ(watch, nullptr);
  EXPECT_TRUE(HasDefaultEffect(SIGUSR1));
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

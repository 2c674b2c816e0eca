// SPDX-License-Identifier: MIT
#include "sources/memory_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>

namespace sendoff::sources {
namespace {

TEST(MemoryFile, HasWhatItWasMadeOf) {
  auto file = MemoryFile::Create("text", false);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->Read(100), "text");
  EXPECT_EQ(file->Read(2), "te");
}

// The signal's usual effect is to end the process, and the host may not have thought of it.
TEST(MemoryFile, ThatMayNotGrowIsAnErrorAndNotTheEndOfTheHost) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &none);
  auto file = MemoryFile::Create("text", false);
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().message, "no file in memory: File too large");
  sigset_t blocked;
  pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  EXPECT_EQ(sigismember(&blocked, SIGXFSZ), 0);
}

}  // namespace
}  // namespace sendoff::sources

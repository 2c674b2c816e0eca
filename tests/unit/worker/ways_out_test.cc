// SPDX-License-Identifier: MIT
// Each way out is refused by the lock-in alone, as the table says;
// tests/unit/worker/exploit_test.cc tries the same from within a step.
#include "tests/unit/worker/ways_out.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <vector>

#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {
namespace {

// Each is refused in the way that it says.
void ExpectRefused(const Ways& ways) {
  std::vector<Attempt> attempts;
  attempts.reserve(ways.size());
  for (const WayOut& way : ways) attempts.push_back(way.attempt);
  const LockedIn tried = TryLockedIn({}, attempts);
  ASSERT_EQ(tried.error, "");
  ASSERT_TRUE(tried.Holds(worker::Layer::kSeccomp));
  for (size_t i = 0; i < ways.size(); ++i) {
    const Ended& ended = tried.ended[i];
    if (ways[i].refusal == kKilled) {
      EXPECT_TRUE(ended.killed()) << ways[i].name << ": " << ToText(ended);
    } else {
      EXPECT_TRUE(ended.returned && ended.tried.value == -1 && ended.tried.error == ways[i].refusal)
          << ways[i].name << ": " << ToText(ended);
    }
  }
}

TEST(WaysOut, AreRefusedAsTheTableSays) {
  for (const WaysOut& to : AllWaysOut()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, to.what);
    ExpectRefused(to.ways);
  }
}

TEST(WaysOut, GuessedDescriptors) {
  const Ended ended = TryOne({}, [](const Around& around) {
    char byte = 0;
    long open = 0;
    for (int descriptor = 3; descriptor < 4096; ++descriptor) {
      if (descriptor == around.pair || descriptor == around.peer) continue;
      if (read(descriptor, &byte, 1) >= 0 || errno != EBADF) ++open;
    }
    return Tried{open, 0};
  });
  ASSERT_TRUE(ended.returned) << ToText(ended);
  EXPECT_EQ(ended.tried.value, 0) << "descriptors that it was not given";
}

#if defined(__x86_64__)
// The same numbers mean other calls there.
TEST(WaysOut, OtherArchitectures) {
  const LockedIn tried =
      TryLockedIn({}, {[](const Around&) { return Tried::Of(syscall(0x40000000 | SYS_getpid)); },
                       [](const Around&) {
                         std::signal(SIGSEGV, SIG_DFL);
                         long number = 20;  // getpid of i386
                         asm volatile("int $0x80" : "+a"(number) : : "memory");
                         return Tried{number, 0};
                       }});
  ASSERT_EQ(tried.error, "");
  EXPECT_TRUE(tried.ended[0].killed()) << ToText(tried.ended[0]);
  // Without i386 in the kernel there is no such door.
  const Ended& i386 = tried.ended[1];
  EXPECT_TRUE(i386.killed() || (WIFSIGNALED(i386.status) && WTERMSIG(i386.status) == SIGSEGV))
      << ToText(i386);
}
#endif

}  // namespace
}  // namespace sendoff::test

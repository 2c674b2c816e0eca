// SPDX-License-Identifier: MIT
// LockIn: what it takes away besides the layers, and when it fails.
#include "worker/lock_in/lock_in.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/sanitizer.h"
#include "base/thread.h"
#include "tests/unit/worker/locked_in.h"
#include "worker/lock_in/memory_limit.h"
#include "worker/lock_in/privileges.h"

namespace sendoff::test {
namespace {

using worker::Layer;
using worker::LayerSet;

// What is asked of the process afterwards is not on the list.
World WithoutSeccomp() {
  World world;
  world.layers = LayerSet::All().Without(Layer::kSeccomp);
  return world;
}

TEST(LockIn, LeavesNoPrivileges) {
  const LockedIn tried = TryLockedIn(WithoutSeccomp(), {[](const Around&) {
                                       for (int capability = 0; capability < 64; ++capability) {
                                         if (worker::HasCapability(capability))
                                           return Tried{capability, 1};
                                       }
                                       if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
                                         return Tried{0, 2};
                                       if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
                                         return Tried{0, 3};
                                       rlimit core{};
                                       getrlimit(RLIMIT_CORE, &core);
                                       return Tried{0, core.rlim_max == 0 ? 0 : 4};
                                     }});
  ASSERT_EQ(tried.error, "");
  EXPECT_TRUE(tried.Holds(Layer::kNoCapabilities));
  EXPECT_EQ(tried.ended[0].tried.value, 0) << "a capability";
  EXPECT_EQ(tried.ended[0].tried.error, 0);
}

TEST(LockIn, LeavesNoEnvironmentNorItsText) {
  // On the stack that a program begins with there is no room for it any more; where it lies is the
  // same.
  char variable[] = "SENDOFF_TEST_TOKEN=of the host";
  putenv(variable);
  const Ended ended = TryOne({}, [&](const Around&) {
    const bool gone = getenv("SENDOFF_TEST_TOKEN") == nullptr && environ == nullptr;
    return Tried{
        gone && std::string(variable, sizeof variable) == std::string(sizeof variable, '\0') ? 0
                                                                                             : 1,
        0};
  });
  unsetenv("SENDOFF_TEST_TOKEN");
  ASSERT_TRUE(ended.returned) << ToText(ended);
  EXPECT_EQ(ended.tried.value, 0);
}

TEST(LockIn, LeavesNoStandardDescriptorToWhatIsOpenedNext) {
  const Ended ended = TryOne({}, [](const Around&) { return Tried{eventfd(0, 0), 0}; });
  ASSERT_TRUE(ended.returned) << ToText(ended);
  EXPECT_GT(ended.tried.value, STDERR_FILENO);
}

TEST(LockIn, BoundsDescriptors) {
  World world;
  world.options.most_descriptors = 20;
  const Ended ended = TryOne(world, [](const Around&) {
    int last = 0;
    for (int next = 0; next >= 0; next = eventfd(0, 0)) last = next;
    return Tried{last, errno};
  });
  ASSERT_TRUE(ended.returned) << ToText(ended);
  EXPECT_EQ(ended.tried.value, 19);
  EXPECT_EQ(ended.tried.error, EMFILE);
}

// How many threads it could start beside its first, of a hundred.
Tried StartThreads(const Around&) {
  int waiting = 0;
  std::vector<Thread> threads;
  for (; waiting < 100; ++waiting) {
    Result<Thread> thread = Thread::Start([] { pause(); });
    if (!thread.ok()) break;
    thread->Detach();
  }
  return Tried{waiting, 0};
}

TEST(LockIn, BoundsTheThreadsOfEachByItself) {
  World world = WithoutSeccomp();
  world.options.most_threads = 30;
  const LockedIn tried = TryLockedIn(world, {StartThreads, StartThreads});
  ASSERT_EQ(tried.error, "");
  if (!tried.Holds(Layer::kThreadLimit)) GTEST_SKIP() << tried.report[Layer::kThreadLimit].detail;
  for (const Ended& ended : tried.ended) EXPECT_EQ(ended.tried.value, 29) << ToText(ended);
}

TEST(LockIn, BoundsMemoryForGood) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  GTEST_SKIP() << "a sanitizer maps what it will";
#endif
  constexpr uint64_t kHeap = 256 << 20;
  const Ended ended = TryOne({}, [](const Around&) {
    const auto map = [](uint64_t bytes) {
      return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
             MAP_FAILED;
    };
    if (!worker::BoundMemory(kHeap).ok()) return Tried{1, 0};
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    if (setrlimit(RLIMIT_AS, &none) == 0 || map(4ull << 30)) return Tried{2, 0};
    // Of the same limit again, as runs of a group; a higher one gives no more.
    if (!worker::BoundMemory(kHeap).ok() || !worker::BoundMemory(4 * kHeap).ok())
      return Tried{3, 0};
    return Tried{map(2 * kHeap) && !map(8 * kHeap) ? 0 : 4, 0};
  });
  EXPECT_TRUE(ended.returned) << ToText(ended);
  EXPECT_EQ(ended.tried.value, 0);
}

TEST(LockIn, AFileDoesNotGrow) {
  World world = WithoutSeccomp();
  const Ended ended = TryOne(world, [](const Around&) {
    const int file = memfd_create("file", 0);
    return Tried::Of(write(file, "x", 1));
  });
  EXPECT_TRUE(WIFSIGNALED(ended.status) && WTERMSIG(ended.status) == SIGXFSZ) << ToText(ended);
}

TEST(LockIn, FailsWithoutItsParent) {
  World world;
  world.options.parent = 123456;
  const LockedIn tried = TryLockedIn(world, {[](const Around&) { return Tried{}; }});
  EXPECT_EQ(tried.error, "the process that forked this one is gone");
  EXPECT_FALSE(tried.ended[0].returned);
}

TEST(LockIn, FailsWithASecondThread) {
  const pid_t child = fork();
  if (child == 0) {
    Result<Thread> thread = Thread::Start([] { pause(); });
    const Result<void> one = worker::CheckOneThread();
    _exit(!one.ok() && one.error().code == ErrorCode::kUsage ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(worker::CheckOneThread().ok());
}

TEST(LockInReport, SeccompIsTheMinimum) {
  worker::LockInReport report;
  for (const Layer layer : worker::kLayers) report.Hold(layer);
  EXPECT_TRUE(report.CheckMinimum().ok());
  report.Miss(Layer::kSeccomp, "seccomp: Function not implemented");
  const Result<void> minimum = report.CheckMinimum();
  ASSERT_FALSE(minimum.ok());
  EXPECT_NE(minimum.error().message.find("seccomp: Function not implemented"), std::string::npos);

  worker::LockInReport only;
  only.Hold(Layer::kSeccomp);
  EXPECT_TRUE(only.CheckMinimum().ok());
}

TEST(LockInReport, SaysOfEachLayerByNameWhyItIsAbsent) {
  const LockedIn tried = TryLockedIn({}, {[](const Around&) { return Tried{}; }});
  ASSERT_EQ(tried.error, "");
  for (const Layer layer : worker::kLayers) {
    EXPECT_FALSE(worker::LayerName(layer).empty());
    EXPECT_TRUE(tried.Holds(layer) ||
                (!tried.report[layer].detail.empty() && tried.report[layer].detail != "not tried"))
        << worker::LayerName(layer);
  }
}

}  // namespace
}  // namespace sendoff::test

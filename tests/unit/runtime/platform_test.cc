// SPDX-License-Identifier: MIT
#include "runtime/v8/platform.h"
#include "base/sanitizer.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <thread>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

constexpr uint64_t kHeap = 64 << 20;

// How many bytes this process has read from files so far.
uint64_t BytesRead() {
  std::ifstream file("/proc/self/io");
  std::string name;
  uint64_t bytes = 0;
  file >> name >> bytes;
  EXPECT_EQ(name, "rchar:");
  return bytes;
}

std::string Random(IsolateHost& isolate) {
  return RunTextIn(isolate, "export default () => Math.random()", {}).returned();
}

TEST(Platform, EachIsolateHasASeedOfItsOwn) {
  IsolateHost one(Platform::Get(), TestSnapshot(), kHeap);
  IsolateHost other(Platform::Get(), TestSnapshot(), kHeap);
  EXPECT_NE(Random(one), Random(other));
}

// Not on the main thread, whose stack's end V8 reads from a file; and where an isolate has gone
// before, because for the first code V8 looks in a file for a place.
TEST(Platform, NoFileIsReadForASeed) {
  const IsolateHost anchor(Platform::Get(), TestSnapshot(), kHeap);
  { const IsolateHost gone(Platform::Get(), TestSnapshot(), kHeap); }
  uint64_t bytes = 0;
  std::thread([&bytes] {
    const uint64_t before = BytesRead();
    const IsolateHost isolate(Platform::Get(), TestSnapshot(), kHeap);
    bytes = BytesRead() - before;
  }).join();
  EXPECT_LT(bytes, 1000u);  // what is read to count them
}

#if !defined(SENDOFF_ADDRESS_SANITIZER) && !defined(SENDOFF_THREAD_SANITIZER)
// How many pages this process was given so far, or given back.
long PageFaults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

// A sanitizer has pages of its own. Without a pool an isolate faults in 200 and more.
TEST(Platform, AnIsolateTakesThePagesOfOneThatWentBefore) {
  const IsolateHost anchor(Platform::Get(), TestSnapshot(), kHeap);
  long least = std::numeric_limits<long>::max();  // V8's own threads may add to one
  for (int i = 0; i < 5; ++i) {
    const long before = PageFaults();
    Random(*std::make_unique<IsolateHost>(Platform::Get(), TestSnapshot(), kHeap));
    least = std::min(least, PageFaults() - before);
  }
  EXPECT_LT(least, 150);
}
#endif

}  // namespace
}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/platform.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

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

TEST(Platform, NoFileIsReadForASeed) {
  // The first one of a thread reads where the stack ends.
  const IsolateHost first(Platform::Get(), TestSnapshot(), kHeap);
  const uint64_t before = BytesRead();
  const IsolateHost isolate(Platform::Get(), TestSnapshot(), kHeap);
  EXPECT_LT(BytesRead() - before, 1000u);  // what is read to count them
}

}  // namespace
}  // namespace sendoff::runtime

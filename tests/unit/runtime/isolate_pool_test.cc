// SPDX-License-Identifier: MIT
#include "runtime/isolate/isolate_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <thread>

#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

constexpr uint64_t kHeap = 64 << 20;

class IsolatePoolTest : public testing::Test {
 protected:
  // Runs a step for `group` and returns how many runs its isolate has served, this one included.
  size_t Run(const std::string& group, std::string_view text, uint64_t heap_bytes = kHeap) {
    IsolatePool::Lease lease = pool_.Take(group, heap_bytes);
    last_ = RunTextIn(lease.isolate(), text, {.limits = {.heap_bytes = heap_bytes}}).result;
    return lease.isolate().runs();
  }

  // The tests' snapshot is never destroyed.
  IsolatePool pool_{
      Platform::Get(), {std::shared_ptr<void>(), &TestSnapshot()}, {.idle = 2, .runs = 3}};
  StepResult last_;
};

constexpr std::string_view kPlain = "export default () => 1";

TEST_F(IsolatePoolTest, ARunWithoutAGroupHasAnIsolateOfItsOwn) {
  EXPECT_EQ(Run("", kPlain), 1u);
  EXPECT_EQ(Run("", kPlain), 1u);
}

TEST_F(IsolatePoolTest, RunsOfOneGroupShareAnIsolateOneAfterAnother) {
  EXPECT_EQ(Run("a", kPlain), 1u);
  EXPECT_EQ(Run("a", kPlain), 2u);
  EXPECT_EQ(Run("b", kPlain), 1u);
}

TEST_F(IsolatePoolTest, RunsAtTheSameTimeHaveTwo) {
  IsolatePool::Lease one = pool_.Take("a", kHeap);
  EXPECT_EQ(Run("a", kPlain), 1u);
  EXPECT_EQ(one.isolate().runs(), 0u);
}

TEST_F(IsolatePoolTest, AnIsolateServesSoManyRunsAndNoMore) {
  EXPECT_EQ(Run("a", kPlain), 1u);
  EXPECT_EQ(Run("a", kPlain), 2u);
  EXPECT_EQ(Run("a", kPlain), 3u);
  EXPECT_EQ(Run("a", kPlain), 1u);
}

TEST_F(IsolatePoolTest, WhatRunsLeaveIsCollectedBeforeItPilesUp) {
  IsolatePool::Lease lease = pool_.Take("a", kHeap);
  size_t most = 0;
  for (int i = 0; i < 100; ++i) {
    RunTextIn(lease.isolate(), kPlain);
    v8::HeapStatistics statistics;
    lease.isolate().isolate()->GetHeapStatistics(&statistics);
    most = std::max(most, statistics.used_heap_size());
  }
  EXPECT_LT(most, size_t{8} << 20);
}

TEST_F(IsolatePoolTest, TypeScriptOfOneRunDoesNotMoveThePlacesOfTheNext) {
  IsolatePool::Lease lease = pool_.Take("a", kHeap);
  constexpr std::string_view kStack = "\n\n  throw new Error('here') }";
  const auto place = [&](const std::string& before, const char* file) {
    return RunTextIn(lease.isolate(), before + std::string(kStack), {.file = file})
        .result.error->stack;
  };
  const std::string typescript = "interface A {\n}\nexport default (): number => {";
  EXPECT_NE(place(typescript, "step.ts").find("step.ts:5:9"), std::string::npos);
  EXPECT_NE(place("export default () => {", "step.mjs").find("step.mjs:3:9"), std::string::npos);
  EXPECT_NE(place("type B = 1\n" + typescript, "step.ts").find("step.ts:6:9"), std::string::npos);
}

TEST_F(IsolatePoolTest, TheOldestIdleOneGivesWay) {
  Run("a", kPlain);
  Run("b", kPlain);
  Run("c", kPlain);
  EXPECT_EQ(Run("c", kPlain), 2u);
  EXPECT_EQ(Run("b", kPlain), 2u);
  EXPECT_EQ(Run("a", kPlain), 1u);
}

TEST_F(IsolatePoolTest, AnotherHeapLimitIsAnotherIsolate) {
  EXPECT_EQ(Run("a", kPlain), 1u);
  EXPECT_EQ(Run("a", kPlain, 2 * kHeap), 1u);
  EXPECT_EQ(Run("a", kPlain), 2u);
}

TEST_F(IsolatePoolTest, AnIsolateGoesFromThreadToThread) {
  EXPECT_EQ(Run("a", kPlain), 1u);
  std::thread([&] {
    EXPECT_EQ(Run("a",
                  "let n = 0; const f = () => { n++; f() }; try { f() } catch {} export "
                  "default () => n > 100"),
              2u);
  }).join();
  EXPECT_EQ(last_.return_value_json, "true");
}

// What ends a run, or might call back after it, ends its isolate too.
TEST_F(IsolatePoolTest, AnIsolateThatARunHasSpentServesNoOther) {
  for (const std::string_view text : {
           "new FinalizationRegistry(() => console.log('late')).register({}, 1)",
           "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e6)",
           "const a = []; for (;;) a.push(new Array(1000).fill(a))",
       }) {
    EXPECT_EQ(Run("a", text), 1u) << text;
    EXPECT_EQ(Run("a", kPlain), 1u) << text;
    EXPECT_EQ(last_.return_value_json, "1") << text;
    // A fresh one for the next text.
    Run("a", kPlain);
    Run("a", kPlain);
  }
}

TEST_F(IsolatePoolTest, WhatIsLeftInItsHeapSpendsTheIsolate) {
  for (const std::string_view text : {
           "for (let i = 0; i < 300000; i++) Symbol.for('a name of some length ' + i)",
           "globalThis.left = new Uint8Array(30 << 20)",
       }) {
    Run("a", text);
    EXPECT_EQ(last_.status, StepStatus::kOk) << text;
    EXPECT_EQ(Run("a", kPlain), 1u) << text;
    Run("a", kPlain);
    Run("a", kPlain);
  }
}

TEST_F(IsolatePoolTest, AnExceptionThatNothingCatchesFailsEachRunAlone) {
  constexpr std::string_view kThrows =
      "const registry = new FinalizationRegistry(() => { throw new Error('of a callback') });"
      "let kept = []; setInterval(() => { registry.register({}, 1);"
      " kept.push(new Array(1e5).fill(1)); if (kept.length > 40) kept = [] }, 1);"
      "await new Promise(() => {})";
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Run("a", kPlain), 1u);
    testing::internal::CaptureStdout();
    EXPECT_EQ(Run("a", kThrows), 2u);
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    ASSERT_TRUE(last_.error);
    EXPECT_EQ(last_.error->message, "of a callback");
  }
}

TEST(IsolatePoolOptions, MayBeAnyNumber) {
  constexpr auto kMost = std::numeric_limits<uint64_t>::max();
  for (const uint64_t number : {uint64_t{0}, uint64_t{1}, uint64_t{3}, kMost - 1, kMost}) {
    IsolatePool pool(Platform::Get(), {std::shared_ptr<void>(), &TestSnapshot()},
                     {.idle = number, .runs = number, .kept_source_bytes = number});
    for (size_t i = 0; i < 4; ++i) {
      IsolatePool::Lease lease = pool.Take("a", kHeap);
      EXPECT_EQ(RunTextIn(lease.isolate(), kPlain, {.limits = {.heap_bytes = kHeap}}).returned(),
                "1")
          << number;
    }
  }
}

TEST_F(IsolatePoolTest, TheGlobalsThatSpendAnIsolateLookLikeAnyOther) {
  Run("a",
      "export default () => ['FinalizationRegistry', 'Atomics'].map((name) => {"
      "  const { value, ...rest } = Object.getOwnPropertyDescriptor(globalThis, name);"
      "  return [value.name ?? String(value), rest] })");
  EXPECT_EQ(last_.return_value_json,
            R"([["FinalizationRegistry",{"writable":true,"enumerable":false,"configurable":true}],)"
            R"(["[object Atomics]",{"writable":true,"enumerable":false,"configurable":true}]])");
}

TEST_F(IsolatePoolTest, WhatARunLeavesUndoneIsNotDoneInTheNext) {
  for (int i = 0; i < 2; ++i) {
    Run("a",
        "setTimeout(() => console.log('late'), 1); setInterval(() => console.log('late'), 1);"
        "queueMicrotask(() => { globalThis.n = 1; throw new Error('over') });"
        "await new Promise(() => {})");
    EXPECT_EQ(last_.status, StepStatus::kError) << i;
  }
  EXPECT_EQ(
      Run("a", "export default () => new Promise((done) => setTimeout(() => done(typeof n)))"), 3u);
  EXPECT_EQ(last_.return_value_json, "\"undefined\"");
  EXPECT_TRUE(last_.console.empty());
}

}  // namespace
}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
// What V8 calls back by itself: while the run goes on it is as with timers, after its end it is not
// called.
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// Makes litter(): objects that are gone, for each of which `callback` is called.
std::string Litter(const std::string& callback) {
  return "let n = 0; const registry = new FinalizationRegistry(" + callback +
         ");"
         "const litter = () => { for (let i = 0; i < 1000; i++) registry.register({}, i);"
         " for (let i = 0; i < 40; i++) new Uint8Array(4 << 20); };";
}

std::string WithGarbage(const std::string& callback, const std::string& after) {
  return Litter(callback) + "setInterval(litter, 1);" + after;
}

constexpr const char* kForEver = "await new Promise(() => setTimeout(() => {}, 1e9))";
const StepLimits kLimits = {.wall_time = std::chrono::hours(1), .heap_bytes = 32 << 20};

TEST(LateCallbacks, RunWhileTheStepRuns) {
  const Ran ran = RunText(WithGarbage("() => done()",
                                      "let done; await new Promise((d) => { done = d;"
                                      " setTimeout(() => {}, 1e9) }); return 1"),
                          {.limits = kLimits});
  EXPECT_EQ(ran.returned(), "1") << ran.error();
}

TEST(LateCallbacks, FailTheStepByWhatTheyThrow) {
  testing::internal::CaptureStdout();
  const Ran ran =
      RunText(WithGarbage("() => { console.log('called'); throw new RangeError('of a callback') }",
                          kForEver),
              {.limits = kLimits});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(ran.result.status, StepStatus::kError);
  EXPECT_EQ(ran.error(), "of a callback");
  EXPECT_EQ(ran.result.error->name, "RangeError");
  EXPECT_EQ(ran.console(), "log: called\n");
  EXPECT_EQ(ran.host.settled, 1);
}

TEST(LateCallbacks, FailTheStepByARejectionOfTheirs) {
  const Ran ran =
      RunText(WithGarbage("() => { Promise.reject(new RangeError('of a promise')) }", kForEver),
              {.limits = kLimits});
  EXPECT_EQ(ran.error(), "of a promise");
}

TEST(LateCallbacks, EndWithTheLimitThatEndsTheRun) {
  testing::internal::CaptureStdout();
  const Ran ran = RunText(
      WithGarbage(
          "() => { console.log(`call ${++n}`); if (n === 1) for (;;); throw new Error('late') }",
          kForEver),
      {.limits = {.wall_time = std::chrono::hours(1),
                  .cpu_time = std::chrono::seconds(2),
                  .heap_bytes = 32 << 20}});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(ran.kind(), ErrorCode::kStepCpuTime) << ran.error();
  EXPECT_EQ(ran.console(), "log: call 1\n");
}

TEST(LateCallbacks, EndWithTheStep) {
  const Ran ran = RunText(
      Litter("() => console.log('called')") +
          "await new Promise((done) => setTimeout(() => { litter(); done() }, 0)); return 1",
      {.limits = kLimits});
  EXPECT_EQ(ran.returned(), "1") << ran.error();
  EXPECT_EQ(ran.console(), "");
}

}  // namespace
}  // namespace sendoff::runtime

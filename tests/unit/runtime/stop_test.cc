// SPDX-License-Identifier: MIT
// A run that its host ends from outside.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"
#include "tests/unit/runtime/run_step.h"

namespace sendoff::runtime {
namespace {

// A step that runs for ever, or would, once it has called $send.http.
struct Endless {
  const char* name;
  const char* text;
};

class Stop : public testing::TestWithParam<Endless> {
 protected:
  // Runs the script; `at_call` is called inside its first $send.http.
  StepResult Run(const char* text, const std::function<void()>& at_call) {
    const StepFolder folder;
    StepInput input;
    input.file = folder.Write("step.mjs", text);
    input.run = "run1";
    host_.on_call = at_call;
    const StepLimits limits{.wall_time = std::chrono::minutes(5)};
    IsolateHost isolate(Platform::Get(), TestSnapshot(), limits.heap_bytes);
    return RunStep(isolate, input, limits, host_, source_.get_token());
  }

  void ExpectStopped(const StepResult& result) {
    EXPECT_EQ(result.status, StepStatus::kTerminated);
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->kind, ErrorCode::kStepStopped);
    EXPECT_EQ(result.error->code, "ERR_STEP_STOPPED");
    EXPECT_EQ(host_.settled, 0);
  }

  std::stop_source source_;
  TestHost host_;
};

TEST_P(Stop, EndsTheStepFromItsOwnThread) {
  ExpectStopped(Run(GetParam().text, [this] { source_.request_stop(); }));
  EXPECT_EQ(host_.calls.size(), 1u);
}

TEST_P(Stop, EndsTheStepFromAnotherThread) {
  std::optional<std::jthread> other;
  ExpectStopped(Run(GetParam().text, [&] { other.emplace([this] { source_.request_stop(); }); }));
}

TEST_P(Stop, EndsTheStepBeforeItHasBegun) {
  source_.request_stop();
  ExpectStopped(Run(GetParam().text, [] {}));
  EXPECT_TRUE(host_.calls.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Scripts, Stop,
    testing::Values(
        Endless{"Loop", "$send.http({}); for (;;);"},
        Endless{"LoopThatCatches", "$send.http({}); for (;;) { try { for (;;); } catch {} }"},
        Endless{"Timer", "$send.http({}); await new Promise(r => setTimeout(r, 1e9))"},
        Endless{"CallInATimer",
                "await new Promise(() => { setTimeout(() => $send.http({}), 1);"
                " setTimeout(() => {}, 1e9) })"},
        Endless{"Interval",
                "$send.http({}); setInterval(() => {}, 1); await new Promise(() => {})"}),
    [](const auto& test) { return test.param.name; });

TEST_F(Stop, ComesTooLateForAStepThatHasSettled) {
  const StepResult result = Run("return 1", [] {});
  source_.request_stop();
  EXPECT_EQ(result.status, StepStatus::kOk);
  EXPECT_EQ(host_.settled, 1);
}

}  // namespace
}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
// What a run leaves that goes to the end of its limits passes the checks that a broker makes of it.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "carrier/messages/decode.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/run_checks.h"
#include "runtime/leavings/leavings.h"
#include "runtime/leavings/limit.h"
#include "runtime/step/step_error.h"

namespace sendoff::carrier {
namespace {

class LeavingsCheckTest : public testing::Test {
 protected:
  // What the broker says of it.
  std::string FaultOf(StepResult result) {
    const messages::RunChecks checks(assignment_, clock_, WallClock::OfThisMachine());
    messages::FrameWriter writer(
        messages::LargestMessage(assignment_.limits, assignment_.send_limits));
    const auto frame = writer.Write(messages::Done{std::move(result)});
    if (!frame.ok()) return frame.error().message;
    auto done =
        messages::Decode<messages::Done>(frame->substr(messages::kFrameHead), checks.limits());
    if (!done.ok()) return done.error().message;
    const Result<void> good = checks.Check(&*done);
    return good.ok() ? "" : good.error().message;
  }

  StepResult Left(StepStatus status) {
    StepResult result;
    result.status = status;
    leavings_.MoveInto(&result);
    return result;
  }

  const Assignment assignment_ = {
      .limits = {.result_bytes = 2000, .console_bytes = 3000, .console_lines = 40}};
  const SystemClock clock_{};
  runtime::Leavings leavings_{assignment_.limits};
};

TEST_F(LeavingsCheckTest, TheLargestResultsPass) {
  runtime::StepOutcome& outcome = leavings_.outcome;
  int exports = 0;
  while (exports < 5) ASSERT_TRUE(outcome.Export('"' + std::to_string(exports++) + '"', "1").ok());
  for (const char* action : {"exit", "suspend", "delay", "rerun", "refreshTimeout", "trigger"}) {
    ASSERT_TRUE(outcome.AskFlow({action, "{}"}).ok());
  }
  ASSERT_TRUE(outcome.Respond("{\"status\":200}").ok());
  std::string json = "1";
  while (outcome.Return(json).ok()) json += "111111";
  const StepResult result = Left(StepStatus::kOk);
  EXPECT_GT(result.return_value_json->size(), 20u);
  EXPECT_EQ(FaultOf(result), "");
}

TEST_F(LeavingsCheckTest, AReturnValueOfTheWholeLimitPasses) {
  ASSERT_TRUE(leavings_.outcome.Return(std::string(2000, '1')).ok());
  EXPECT_EQ(FaultOf(Left(StepStatus::kOk)), "");
}

TEST_F(LeavingsCheckTest, TheFullestConsolePasses) {
  // As console_binding.cc cuts each line.
  std::string text;
  for (int i = 0; i < leavings_.console.max_line_length(); ++i) text += "\xe2\x82\xac";
  text += "... 18446744073709551615 more characters are not kept";
  for (int i = 0; i < 1000; ++i) leavings_.console.Write({"error", i < 100 ? text : "a", {}});
  for (int i = 0; i < 1000; ++i) leavings_.warnings.Add(std::string(70'000, 'w') + "€" + text);
  for (int i = 0; i < 1000; ++i) leavings_.warnings.Add(std::to_string(i));
  ASSERT_TRUE(leavings_.outcome.Return("1").ok());
  const StepResult result = Left(StepStatus::kOk);
  EXPECT_GT(result.console.size(), 10u);
  EXPECT_EQ(result.warnings.size(), 100u);
  EXPECT_EQ(FaultOf(result), "");
}

TEST_F(LeavingsCheckTest, EveryLineOfTheConsoleCounts) {
  for (int i = 0; i < 1000; ++i) leavings_.console.Write({"log", "", {}});
  const StepResult result = Left(StepStatus::kOk);
  EXPECT_EQ(result.console.size(), 41u);
  EXPECT_EQ(FaultOf(result), "");
}

TEST_F(LeavingsCheckTest, EveryEndByALimitPasses) {
  using runtime::Limit;
  for (const Limit limit : {Limit::kTime, Limit::kCpuTime, Limit::kMemory, Limit::kStop}) {
    StepResult result;
    result.status = StepStatus::kTerminated;
    result.error = runtime::DescribeLimit(limit, assignment_.limits);
    EXPECT_EQ(FaultOf(result), "");
  }
  for (const bool is_about_memory : {false, true}) {
    StepResult result;
    result.status = StepStatus::kTerminated;
    result.error = runtime::DescribeFatalError({is_about_memory, "words"});
    EXPECT_EQ(FaultOf(result), "");
  }
}

}  // namespace
}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#include "carrier/messages/result_check.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <limits>
#include <string>

#include "carrier/messages/done.h"
#include "tests/unit/carrier/messages/samples.h"

namespace sendoff::messages {
namespace {

using std::chrono::seconds;

const WallTime kAssigned = test::SomeTime();
const RunTime kTime = {kAssigned, kAssigned + seconds(10), seconds(10)};

StepResult Ok() {
  StepResult step;
  step.status = StepStatus::kOk;
  step.started_at = kAssigned;
  step.return_value_json = "null";
  return step;
}

std::string FaultOf(StepResult step, const StepLimits& limits = {}) {
  const Result<void> good = CheckResult(limits, kTime, &step);
  if (good.ok()) return "";
  EXPECT_EQ(good.error().code, ErrorCode::kIo);
  return good.error().message;
}

StepResult With(const std::function<void(StepResult&)>& change) {
  StepResult step = Ok();
  change(step);
  return step;
}

TEST(ResultCheck, TakesWhatARunCanComeTo) {
  EXPECT_EQ(FaultOf(Ok()), "");
  EXPECT_EQ(FaultOf(test::SomeResult()), "");
  StepResult twice = test::SomeResult();
  ASSERT_TRUE(CheckResult({}, kTime, &twice).ok());
  EXPECT_EQ(twice.started_at, test::SomeResult().started_at);
  EXPECT_EQ(twice.duration, test::SomeResult().duration);
  EXPECT_EQ(twice.heap_bytes, test::SomeResult().heap_bytes);
}

StepResult Ended(StepStatus status, ErrorCode kind) {
  StepResult step;
  step.status = status;
  step.error = StepError{kind};
  return step;
}

TEST(ResultCheck, TheErrorFitsTheStatus) {
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.error.emplace(); })),
            "the step is ok and has an error");
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.status = StepStatus::kError; })),
            "the step is not ok and has no error");
  StepResult returned = Ended(StepStatus::kError, ErrorCode::kStepThrew);
  returned.return_value_json = "1";
  EXPECT_EQ(FaultOf(returned), "the step is not ok and has a return value");
  for (const ErrorCode kind : {ErrorCode::kStepTimeout, ErrorCode::kStepCpuTime,
                               ErrorCode::kStepCrashed, ErrorCode::kStepStopped}) {
    EXPECT_EQ(FaultOf(Ended(StepStatus::kTerminated, kind)), "");
    EXPECT_EQ(FaultOf(Ended(StepStatus::kError, kind)),
              "a step that is error has no error of the kind " + std::string(ErrorName(kind)));
  }
  for (const ErrorCode kind : {ErrorCode::kStepThrew, ErrorCode::kStepNeverSettles,
                               ErrorCode::kUsage, ErrorCode::kTimeout, ErrorCode::kSendLimit}) {
    EXPECT_EQ(FaultOf(Ended(StepStatus::kError, kind)), "");
    EXPECT_EQ(FaultOf(Ended(StepStatus::kTerminated, kind)),
              "a step that is terminated has no error of the kind " + std::string(ErrorName(kind)));
  }
  EXPECT_EQ(FaultOf(Ended(StepStatus::kTerminated, ErrorCode::kStepMemory)), "");
  EXPECT_EQ(FaultOf(Ended(StepStatus::kError, ErrorCode::kStepMemory)), "");
}

TEST(ResultCheck, JsonIsJson) {
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.return_value_json = "undefined"; })),
            "the return value is no JSON");
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.respond_json = "{}{}"; })),
            "the response is no JSON");
  for (const char* exports : {"", "[]", "null", "{\"a\":}", "{} "}) {
    EXPECT_EQ(FaultOf(With([&](StepResult& step) { step.exports_json = exports; })),
              std::string(exports) == "{} " ? "" : "the exports are no JSON object");
  }
  EXPECT_EQ(FaultOf(With([](StepResult& step) {
              step.flow = {{"exit", "[]"}};
            })),
            "the arguments of $.flow.exit are no JSON object");
  EXPECT_EQ(FaultOf(With([](StepResult& step) {
              step.flow = {{"sudo\n", "{}"}};
            })),
            "$.flow has no \"sudo\\x0a\"");
}

TEST(ResultCheck, ResultsHaveNoMoreBytesThanTheirLimit) {
  StepLimits limits;
  limits.result_bytes = 100;
  const auto with = [](size_t value, size_t response, size_t intents) {
    return With([=](StepResult& step) {
      step.return_value_json = std::string(value, '1');
      if (response > 0) step.respond_json = std::string(response, '1');
      step.exports_json = "{\"a\":1}";  // five that count
      for (size_t i = 0; i < intents; ++i) step.flow.push_back({"exit", "{}"});
    });
  };
  EXPECT_EQ(FaultOf(with(95, 0, 0), limits), "");
  EXPECT_EQ(FaultOf(with(96, 0, 0), limits),
            "the results have 101 bytes, more than the limit of 100");
  EXPECT_EQ(FaultOf(with(90, 5, 0), limits), "");
  EXPECT_NE(FaultOf(with(90, 6, 0), limits), "");
  EXPECT_EQ(FaultOf(with(29, 0, 1), limits), "");
  EXPECT_NE(FaultOf(with(30, 0, 1), limits), "");
  limits.result_bytes = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(FaultOf(with(1000, 1000, 1), limits), "");
}

ConsoleLine Line(size_t bytes, const char* level = "log") {
  return {level, std::string(bytes, 'x'), kAssigned};
}

TEST(ResultCheck, TheConsoleIsOne) {
  StepLimits limits;
  limits.console_bytes = 1000;
  limits.console_lines = 3;
  const auto fault = [&](std::vector<ConsoleLine> lines) {
    return FaultOf(With([&](StepResult& step) { step.console = std::move(lines); }), limits);
  };
  for (const char* level : {"log", "info", "warn", "error", "debug"}) {
    EXPECT_EQ(fault({Line(1, level)}), "");
  }
  EXPECT_EQ(fault({Line(1, "LOG")}), "no console has the level \"LOG\"");
  EXPECT_EQ(fault({Line(1, "")}), "no console has the level \"\"");
  EXPECT_EQ(fault({Line(1), Line(1), Line(1), Line(1)}), "") << "one of them is sendoff's";
  EXPECT_EQ(fault({Line(1), Line(1), Line(1), Line(1), Line(1)}), "the console has too many lines");
  EXPECT_EQ(fault({Line(356), Line(356), Line(356)}), "");
  EXPECT_EQ(fault({Line(357)}), "a console line has 357 bytes, more than the limit of 356");
  EXPECT_EQ(fault({Line(356), Line(356), Line(356), Line(300)}),
            "the console has 1368 bytes, more than the limit of 1000");
  limits.console_bytes = limits.console_lines = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(fault({Line(100'000), Line(1)}), "");
}

TEST(ResultCheck, WordsAreBounded) {
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.warnings.assign(100, "a"); })), "");
  EXPECT_EQ(FaultOf(With([](StepResult& step) { step.warnings.assign(101, "a"); })),
            "it has too many warnings");
  const auto is_long = [](StepResult& step) { step.warnings = {std::string((64 << 10) + 1, 'a')}; };
  EXPECT_EQ(FaultOf(With(is_long)), "a warning is too long");
  StepResult failed = test::SomeResult();
  failed.error->stack.assign(1 << 20, 'x');
  EXPECT_EQ(FaultOf(failed), "");
  failed.error->stack += 'x';
  EXPECT_EQ(FaultOf(failed), "a text of its error is too long");
  StepError deep{ErrorCode::kStepThrew};
  deep.message.assign((1 << 20) + 1, 'x');
  failed = test::SomeResult();
  failed.error->cause = std::make_shared<const StepError>(deep);
  EXPECT_EQ(FaultOf(failed), "a text of its error is too long");
}

TEST(ResultCheck, TimesBecomePlausible) {
  const auto checked = [](WallTime time, std::chrono::nanoseconds took, const RunTime& run) {
    StepResult step = Ok();
    step.started_at = time;
    step.duration = took;
    step.console = {{"log", "a", time}};
    EXPECT_TRUE(CheckResult({}, run, &step).ok());
    EXPECT_EQ(step.console[0].time, step.started_at);
    return step;
  };
  const WallTime within = kAssigned + seconds(3);
  EXPECT_EQ(checked(within, seconds(4), kTime).started_at, within);
  EXPECT_EQ(checked(within, seconds(4), kTime).duration, seconds(4));
  for (const WallTime early : {WallTime::min(), WallTime(), kAssigned - seconds(1)}) {
    EXPECT_EQ(checked(early, {}, kTime).started_at, kAssigned);
  }
  for (const WallTime late : {WallTime::max(), kTime.now + seconds(1)}) {
    EXPECT_EQ(checked(late, {}, kTime).started_at, kTime.now);
  }
  for (const auto took : {std::chrono::nanoseconds::max(), std::chrono::nanoseconds(seconds(11))}) {
    EXPECT_EQ(checked(within, took, kTime).duration, seconds(10));
  }
  for (const auto took : {std::chrono::nanoseconds::min(), std::chrono::nanoseconds(-1)}) {
    EXPECT_EQ(checked(within, took, kTime).duration.count(), 0);
  }
  const RunTime set_back = {kAssigned, kAssigned - seconds(100), seconds(10)};
  EXPECT_EQ(checked(within, {}, set_back).started_at, kAssigned);
  EXPECT_EQ(checked(WallTime(), {}, set_back).started_at, set_back.now);
}

TEST(ResultCheck, TheHeapIsNoLargerThanAny) {
  StepResult step = Ok();
  step.heap_bytes = std::numeric_limits<uint64_t>::max();
  EXPECT_TRUE(CheckResult({}, kTime, &step).ok());
  EXPECT_EQ(step.heap_bytes, uint64_t{1} << 40);
}

}  // namespace
}  // namespace sendoff::messages

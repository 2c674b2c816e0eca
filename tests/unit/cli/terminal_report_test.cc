// SPDX-License-Identifier: MIT
#include "cli/terminal_report.h"

#include <gtest/gtest.h>

namespace sendoff::cli {
namespace {

Record Delivered() {
  Record record;
  record.outcome = Outcome::kDelivered;
  record.request.method = "POST";
  record.request.url = "https://example.com/hook";
  record.response = RecordedResponse{204, "No Content", "1.1", {}, {}};
  record.timing.total = std::chrono::microseconds(3140);
  return record;
}

Record Refused() {
  Record record = Delivered();
  record.outcome = Outcome::kFailed;
  record.response.reset();
  record.error = {ErrorCode::kConnectRefused, Phase::kConnect, "nobody listens there"};
  return record;
}

StepResult Fulfilled() {
  StepResult step;
  step.status = StepStatus::kOk;
  step.return_value_json = "1";
  step.console.push_back({"log", "two\nlines", {}});
  step.duration = std::chrono::milliseconds(12);
  return step;
}

TEST(TerminalReport, HasOneLineForEachRequestUnderTheStep) {
  EXPECT_EQ(TerminalReport("a.mjs", Fulfilled(), {Delivered(), Refused()}, false),
            "a.mjs  ok in 12 ms\n"
            "  log: two\n"
            "  lines\n"
            "  returned 1\n"
            "  2 requests in the log:\n"
            "    POST https://example.com/hook  204 No Content  3.1 ms\n"
            "    POST https://example.com/hook  failed: connect_refused  3.1 ms\n"
            "      nobody listens there\n");
}

TEST(TerminalReport, ShowsTheResponseAndWhatTheStepAskedOfTheFlow) {
  StepResult step = Fulfilled();
  step.console.clear();
  step.respond_json = R"({"status":204})";
  step.flow.push_back({"exit", R"({"reason":"enough"})"});
  EXPECT_EQ(TerminalReport("a.mjs", step, {}, false),
            "a.mjs  ok in 12 ms\n"
            "  returned 1\n"
            "  responded {\"status\":204}\n"
            "  asked for $.flow.exit {\"reason\":\"enough\"}\n");
}

TEST(TerminalReport, ShowsTheErrorItsCausesAndTheHint) {
  StepResult step;
  step.error = StepError{.name = "Error", .message = "m", .stack = "Error: m\n    at a.mjs:1:1"};
  step.error->hint = "do this";
  auto cause = std::make_shared<StepError>();
  cause->name = "TypeError";
  cause->message = "deeper";
  step.error->cause = cause;
  EXPECT_EQ(TerminalReport("a.mjs", step, {}, false),
            "a.mjs  failed in 0.0 ms\n"
            "  Error: m\n"
            "      at a.mjs:1:1\n"
            "  caused by TypeError: deeper\n"
            "  hint: do this\n");
}

TEST(TerminalReport, ShowsAWarningThatEveryCallRepeatsOnce) {
  Record record = Delivered();
  record.warnings = {"mind this"};
  const std::string report = TerminalReport("a.mjs", Fulfilled(), {record, record}, false);
  const size_t first = report.find("warning: mind this");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(report.find("warning: mind this", first + 1), std::string::npos);
}

TEST(TerminalReport, SaysWhereTheRestOfALongBodyIs) {
  Record record = Delivered();
  record.response->body = {5000, std::make_shared<const std::string>(5000, 'x'), false};
  const std::string report = TerminalReport("a.mjs", Fulfilled(), {record}, true);
  EXPECT_NE(report.find("5000 bytes in all"), std::string::npos);
  EXPECT_LT(report.size(), 4000u);
}

TEST(FailureReport, IsEmptyWhenAllWentWell) {
  EXPECT_EQ(FailureReport("a.mjs", Fulfilled(), {Delivered()}), "");
}

TEST(FailureReport, NamesWhatWasNotDelivered) {
  EXPECT_NE(FailureReport("a.mjs", Fulfilled(), {Delivered(), Refused()}).find("connect_refused"),
            std::string::npos);
}

}  // namespace
}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#include "cli/output/terminal_report.h"

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
            "  | lines\n"
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
            "  |     at a.mjs:1:1\n"
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

TEST(TerminalReport, ShowsTheWayThatARequestTookWhenAskedForMore) {
  Record record = Delivered();
  record.redirects = {{302, "/new\x1b[2J", "192.0.2.1:80"}};
  const std::string report = TerminalReport("a.mjs", Fulfilled(), {record}, true);
  EXPECT_NE(report.find("\n      redirected by 192.0.2.1:80 with 302 to /new"), std::string::npos)
      << report;
  EXPECT_EQ(report.find('\x1b'), std::string::npos);
}

// Every line of the report, as people read it: where it begins and whether it is marked as somebody
// else's.
std::vector<std::string> OwnLines(const std::string& report) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < report.size();) {
    const size_t end = report.find('\n', start);
    const std::string line = report.substr(start, end - start);
    start = end + 1;
    const size_t text = line.find_first_not_of(' ');
    if (text == std::string::npos || line[text] != '|') lines.push_back(line);
  }
  return lines;
}

TEST(TerminalReport, LetsNoTextLookLikeALineOfItsOwn) {
  const std::string forged = "x\n  returned 2\n    POST https://bank.example/  200 OK  1.0 ms";
  StepResult step = Fulfilled();
  step.console = {{"log", forged, {}}};
  step.error = StepError{.name = forged, .message = forged, .stack = forged};
  step.error->hint = forged;
  auto cause = std::make_shared<StepError>();
  cause->message = forged;
  step.error->cause = cause;
  step.warnings = {forged};
  Record record = Delivered();
  record.response->reason = forged;
  record.response->headers = {{"A", forged}};
  record.response->body = {9, std::make_shared<const std::string>(forged), false};
  record.request.headers = {{forged, "b"}};
  record.request.url = forged;
  record.request.body = record.response->body;
  record.redirects = {{302, forged, forged}};
  record.warnings = {forged + "!"};
  for (const bool verbose : {false, true}) {
    for (const std::string& line : OwnLines(TerminalReport("a.mjs", step, {record}, verbose))) {
      EXPECT_FALSE(line.starts_with("  returned 2") || line.find("POST https://bank") == 4) << line;
    }
  }
}

Record Answered(int status, std::string body) {
  Record record = Delivered();
  record.response->status = status;
  record.response->reason = "R";
  record.response->body = {body.size(), std::make_shared<const std::string>(std::move(body)),
                           false};
  return record;
}

TEST(TerminalReport, ShowsTheFirstLinesOfAnAnswerThatIsNot2xx) {
  EXPECT_TRUE(TerminalReport("a.mjs", Fulfilled(), {Answered(404, "no\r\n\n such")}, false)
                  .ends_with("  404 R  3.1 ms\n      | no\n      |  such\n"));
  EXPECT_TRUE(TerminalReport("a.mjs", Fulfilled(), {Answered(204, "fine")}, false)
                  .ends_with("  204 R  3.1 ms\n"));
  EXPECT_TRUE(TerminalReport("a.mjs", Fulfilled(), {Answered(500, std::string("\0\1", 2))}, false)
                  .ends_with("  500 R  3.1 ms\n"));
  EXPECT_TRUE(TerminalReport("a.mjs", Fulfilled(), {Answered(500, "1\n2\n3\n4\n5\n6\n")}, false)
                  .ends_with("      | 5\n      | ...\n"));
}

TEST(TerminalReport, ShowsTheAnswerUnderTheAxiosErrorThatItMadeAndThereAlone) {
  Record awaited = Answered(404, "no such thing");
  awaited.kind = Kind::kAwaited;
  StepResult step;
  step.error = StepError{.name = "AxiosError", .message = "Request failed with status code 404"};
  EXPECT_EQ(TerminalReport("a.mjs", step, {awaited}, false),
            "a.mjs  failed in 0.0 ms\n"
            "  AxiosError: Request failed with status code 404\n"
            "    | no such thing\n"
            "  1 request in the log:\n"
            "    POST https://example.com/hook  404 R  3.1 ms\n");
}

TEST(TerminalReport, CutsLongValuesAtACharactersEdge) {
  StepResult step = Fulfilled();
  step.return_value_json = "\"";
  for (int i = 0; i < 3000; ++i) *step.return_value_json += "\u00e9";
  const std::string report = TerminalReport("a.mjs", step, {}, false);
  EXPECT_LT(report.size(), 2300u);
  EXPECT_NE(report.find("...\n    6001 bytes in all; -v or --json shows them\n"),
            std::string::npos);
  EXPECT_EQ(report.find("\\x"), std::string::npos);
  EXPECT_GT(TerminalReport("a.mjs", step, {}, true).size(), 6000u);
}

TEST(FailureReport, IsEmptyWhenAllWentWell) {
  EXPECT_EQ(FailureReport("a.mjs", Fulfilled(), {Delivered()}), "");
}

TEST(FailureReport, NamesWhatWasNotDelivered) {
  EXPECT_NE(FailureReport("a.mjs", Fulfilled(), {Delivered(), Refused()}).find("connect_refused"),
            std::string::npos);
}

TEST(FailureReport, ShowsWhatWasNotAnswered2xx) {
  EXPECT_EQ(FailureReport("a.mjs", Fulfilled(), {Delivered(), Answered(503, "busy")}),
            "    POST https://example.com/hook  503 R  3.1 ms\n      | busy\n");
}

}  // namespace
}  // namespace sendoff::cli

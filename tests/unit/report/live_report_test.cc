// SPDX-License-Identifier: MIT
#include "report/terminal/live_report.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sendoff {
namespace {

using Extent = LiveReport::Extent;

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

Record Answered(int status, std::string body) {
  Record record = Delivered();
  record.response->status = status;
  record.response->reason = "R";
  record.response->body = {body.size(), std::make_shared<const std::string>(std::move(body)),
                           false};
  return record;
}

Record Awaited(Record record) {
  record.kind = Kind::kAwaited;
  return record;
}

StepResult Fulfilled() {
  StepResult step;
  step.status = StepStatus::kOk;
  step.return_value_json = "1";
  step.duration = std::chrono::milliseconds(12);
  return step;
}

// What a report printed so far.
class Printed {
 public:
  explicit Printed(LiveReport::Options options)
      : report(options, kBegun, [this](std::string text) { text_ += text; }) {}

  // Since the last call.
  std::string Take() { return std::exchange(text_, {}); }

  static constexpr LiveReport::Time kBegun{};
  LiveReport report;

 private:
  std::string text_;
};

// A whole run, of which the records come when the step is over.
std::string Report(const StepResult& step, const std::vector<Record>& records,
                   LiveReport::Options options = {}) {
  Printed printed(options);
  printed.report.OnStepEnd("a.mjs", step, records.size());
  for (const Record& record : records) printed.report.OnRecord(record);
  printed.report.OnEnd();
  return printed.Take();
}

TEST(LiveReport, SaysEachThingWhenItHappens) {
  Printed printed({});
  printed.report.OnConsoleLine({"log", "two\nlines", {}});
  EXPECT_EQ(printed.Take(), "  log: two\n  | lines\n");
  printed.report.OnRecord(Awaited(Delivered()));
  EXPECT_EQ(printed.Take(), "    POST https://example.com/hook  204 No Content  3.1 ms\n");
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 2);
  EXPECT_EQ(printed.Take(), "a.mjs  ok in 12 ms\n  returned 1\n  2 requests:\n");
  printed.report.OnRecord(Delivered());
  EXPECT_EQ(printed.Take(), "    POST https://example.com/hook  204 No Content  3.1 ms\n");
  printed.report.OnRecord(Refused());
  EXPECT_EQ(printed.Take(),
            "    POST https://example.com/hook  failed: connect_refused  3.1 ms\n"
            "      nobody listens there\n");
  printed.report.OnEnd();
  EXPECT_EQ(printed.Take(), "");
}

// A warning of the step and of its request is said once, whichever comes first.
TEST(LiveReport, SaysAWarningOnceHoweverFastTheDeliveryIs) {
  Printed printed({});
  Record record = Delivered();
  record.warnings = {"of both"};
  printed.report.OnRecord(record);
  StepResult step = Fulfilled();
  step.warnings = {"of both"};
  printed.report.OnStepEnd("a.mjs", step, 1);
  EXPECT_EQ(printed.Take(),
            "a.mjs  ok in 12 ms\n  returned 1\n  warning: of both\n  1 request:\n"
            "    POST https://example.com/hook  204 No Content  3.1 ms\n");
}

// The delivery thread may be faster than the one that hears of the step's end.
TEST(LiveReport, HasWhatWasLeftToBeSentBehindTheStep) {
  Printed printed({});
  printed.report.OnRecord(Delivered());
  EXPECT_EQ(printed.Take(), "");
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 1);
  EXPECT_EQ(printed.Take(),
            "a.mjs  ok in 12 ms\n  returned 1\n  1 request:\n"
            "    POST https://example.com/hook  204 No Content  3.1 ms\n");
}

TEST(LiveReport, ShowsTheResponseAndWhatTheStepAskedOfTheFlow) {
  StepResult step = Fulfilled();
  step.respond_json = R"({"status":204})";
  step.flow.push_back({"exit", R"({"reason":"enough"})"});
  EXPECT_EQ(Report(step, {}),
            "a.mjs  ok in 12 ms\n"
            "  returned 1\n"
            "  responded {\"status\":204}\n"
            "  asked for $.flow.exit {\"reason\":\"enough\"}\n");
}

TEST(LiveReport, ShowsTheErrorItsCausesAndTheHint) {
  StepResult step;
  step.error = StepError{.name = "Error", .message = "m", .stack = "Error: m\n    at a.mjs:1:1"};
  step.error->hint = "do this";
  auto cause = std::make_shared<StepError>();
  cause->name = "TypeError";
  cause->message = "deeper";
  step.error->cause = cause;
  EXPECT_EQ(Report(step, {}),
            "a.mjs  failed in 0.0 ms\n"
            "  reason: Error: m\n"
            "  |     at a.mjs:1:1\n"
            "  caused by TypeError: deeper\n"
            "  hint: do this\n");
}

TEST(LiveReport, ShowsAWarningThatEveryCallRepeatsOnce) {
  Record record = Delivered();
  record.warnings = {"mind this", "and this"};
  StepResult step = Fulfilled();
  step.warnings = {"and this"};
  EXPECT_EQ(Report(step, {record, record}),
            "a.mjs  ok in 12 ms\n"
            "  returned 1\n"
            "  warning: and this\n"
            "  2 requests:\n"
            "    POST https://example.com/hook  204 No Content  3.1 ms\n"
            "      warning: mind this\n"
            "    POST https://example.com/hook  204 No Content  3.1 ms\n");
}

TEST(LiveReport, SaysWhereTheRestOfALongBodyIs) {
  const std::string report =
      Report(Fulfilled(), {Answered(200, std::string(5000, 'x'))}, {Extent::kAll});
  EXPECT_NE(report.find("5000 bytes in all"), std::string::npos);
  EXPECT_LT(report.size(), 4000u);
}

TEST(LiveReport, ShowsTheWayThatARequestTookWhenAskedForMore) {
  Record record = Delivered();
  record.redirects = {{302, "/new\x1b[2J", "192.0.2.1:80"}};
  const std::string report = Report(Fulfilled(), {record}, {Extent::kAll});
  EXPECT_NE(report.find("\n      redirected by 192.0.2.1:80 with 302 to /new"), std::string::npos)
      << report;
  EXPECT_EQ(report.find('\x1b'), std::string::npos);
}

TEST(LiveReport, ShowsTheFirstLinesOfAnAnswerThatIsNot2xx) {
  const auto report = [](const Record& record) { return Report(Fulfilled(), {record}); };
  EXPECT_TRUE(report(Answered(404, "no\r\n\n such"))
                  .ends_with("  404 R  3.1 ms\n      | no\n      |  such\n"));
  EXPECT_TRUE(report(Answered(204, "fine")).ends_with("  204 R  3.1 ms\n"));
  EXPECT_TRUE(report(Answered(500, std::string("\0\1", 2))).ends_with("  500 R  3.1 ms\n"));
  EXPECT_TRUE(report(Answered(500, "1\n2\n3\n4\n5\n6\n")).ends_with("      | 5\n      | ...\n"));
}

TEST(LiveReport, ShowsTheAnswerUnderTheAxiosErrorThatItMadeAndThereAlone) {
  StepResult step;
  step.error = StepError{.name = "AxiosError", .message = "Request failed with status code 404"};
  for (const Extent extent : {Extent::kFailures, Extent::kUsual}) {
    Printed printed({extent});
    printed.report.OnRecord(Awaited(Answered(404, "no such thing")));
    printed.report.OnStepEnd("a.mjs", step, 0);
    EXPECT_EQ(printed.Take(),
              "    POST https://example.com/hook  404 R  3.1 ms\n"
              "a.mjs  failed in 0.0 ms\n"
              "  reason: AxiosError: Request failed with status code 404\n"
              "    | no such thing\n");
  }
}

TEST(LiveReport, ShowsTheAnswerUnderItsRequestWhereTheStepGoesOn) {
  Printed printed({});
  printed.report.OnRecord(Awaited(Answered(404, "no such thing")));
  printed.report.OnConsoleLine({"log", "never mind", {}});
  EXPECT_EQ(printed.Take(),
            "    POST https://example.com/hook  404 R  3.1 ms\n"
            "      | no such thing\n"
            "  log: never mind\n");
  printed.report.OnRecord(Awaited(Answered(500, "broken")));
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 0);
  EXPECT_EQ(printed.Take(),
            "    POST https://example.com/hook  500 R  3.1 ms\n"
            "      | broken\n"
            "a.mjs  ok in 12 ms\n"
            "  returned 1\n");
}

TEST(LiveReport, CutsLongValuesAtACharactersEdge) {
  StepResult step = Fulfilled();
  step.return_value_json = "\"";
  for (int i = 0; i < 3000; ++i) *step.return_value_json += "\u00e9";
  const std::string report = Report(step, {});
  EXPECT_LT(report.size(), 2300u);
  EXPECT_NE(report.find("...\n    6001 bytes in all; -v or --json shows them\n"),
            std::string::npos);
  EXPECT_EQ(report.find("\\x"), std::string::npos);
  EXPECT_GT(Report(step, {}, {Extent::kAll}).size(), 6000u);
}

// ---- many requests ---------------------------------------------------------------------------

TEST(LiveReport, SumsUpManyRequestsByHostAndStatus) {
  std::vector<Record> records(9'000, Delivered());
  records.resize(9'998, Answered(503, "busy"));
  records.push_back(Refused());
  records.push_back(Answered(200, ""));
  records.back().request.url = "http://other.example:8080?x";
  const std::string report = Report(Fulfilled(), records);
  EXPECT_TRUE(
      report.ends_with("  10000 requests in all; -v shows each:\n"
                       "     998  example.com         503 R\n"
                       "       1  example.com         failed: connect_refused\n"
                       "    9000  example.com         204 No Content\n"
                       "       1  other.example:8080  200 R\n"))
      << report;
  EXPECT_LT(report.size(), 5000u);
  EXPECT_GT(Report(Fulfilled(), records, {Extent::kAll}).size(), 500'000u);
}

// The one may have been handled by its receiver, the other was never sent.
TEST(LiveReport, CountsWhatFailedApartFromWhatWasDiscarded) {
  Record failed = Refused();
  failed.error->code = ErrorCode::kShutdown;
  Record discarded = failed;
  discarded.outcome = Outcome::kDiscarded;
  std::vector<Record> records(45, discarded);
  records.resize(60, failed);
  EXPECT_TRUE(Report(Fulfilled(), records)
                  .ends_with("    45  example.com  discarded: shutdown\n"
                             "    15  example.com  failed: shutdown\n"));
}

// A server's words are of any length, and there are any number of servers.
TEST(LiveReport, KeepsTheSumSmall) {
  std::vector<Record> records(500, Answered(200, ""));
  for (size_t i = 0; i < records.size(); ++i) {
    records[i].request.url = "https://" + std::string(200, 'h') + std::to_string(i) + ".example/";
    records[i].response->reason = std::string(5000, 'r');
  }
  const std::string report = Report(Fulfilled(), records);
  const std::string sum = report.substr(report.find("500 requests in all"));
  EXPECT_LT(sum.size(), 3500u) << sum;
  EXPECT_TRUE(
      sum.ends_with("    480 more, to other hosts or with other ends: 480 answered 2xx, 0 not\n"))
      << sum;
}

TEST(LiveReport, MeasuresWideAndCombiningCharacters) {
  std::vector<Record> records(30, Answered(200, ""));
  records.back().request.url = "https://\u6f22\u5b57e\u0301.example/";
  EXPECT_TRUE(Report(Fulfilled(), records)
                  .ends_with("    29  example.com    200 R\n"
                             "     1  \u6f22\u5b57e\u0301.example  200 R\n"));
}

TEST(LiveReport, ShowsFailuresAmongManyButNotForEver) {
  std::vector<Record> records(30, Delivered());
  records.push_back(Refused());
  EXPECT_NE(Report(Fulfilled(), records).find("nobody listens there"), std::string::npos);
  const std::string all_fail = Report(Fulfilled(), std::vector<Record>(1000, Refused()));
  EXPECT_LT(all_fail.size(), 6000u);
}

// ---- how far it is ---------------------------------------------------------------------------

TEST(LiveReport, SaysHowFarItIs) {
  Printed printed({});
  const auto progress = [&](int ms) {
    return printed.report.Progress(Printed::kBegun + std::chrono::milliseconds(ms));
  };
  EXPECT_EQ(progress(1'249), "running, 1.2 s");
  printed.report.OnRecord(Awaited(Refused()));
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 400);
  EXPECT_EQ(progress(2'000), "sent 0 / 400, 2.0 s") << "those that the step waited for are over";
  for (int i = 0; i < 117; ++i) printed.report.OnRecord(Delivered());
  EXPECT_EQ(progress(4'000), "sent 117 / 400, 4.0 s");
  for (int i = 0; i < 3; ++i) printed.report.OnRecord(Refused());
  EXPECT_EQ(progress(4'150), "sent 120 / 400, 3 failed, 4.1 s");
}

// ---- hostile texts ---------------------------------------------------------------------------

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

TEST(LiveReport, LetsNoTextLookLikeALineOfItsOwnOrMoveTheCursor) {
  const std::string forged =
      "x\x1b[2J\r\n  returned 2\n    POST https://bank.example/  200 OK  1.0 ms";
  StepResult step = Fulfilled();
  step.error = StepError{.name = forged, .message = forged, .stack = forged};
  step.error->hint = forged;
  auto cause = std::make_shared<StepError>();
  cause->message = forged;
  step.error->cause = cause;
  step.warnings = {forged};
  Record record = Answered(500, forged);
  record.response->reason = forged;
  record.response->headers = {{"A", forged}};
  record.request.headers = {{forged, "b"}};
  record.request.url = forged;
  record.request.method = forged;
  record.request.body = record.response->body;
  record.redirects = {{302, forged, forged}};
  record.warnings = {forged + "!"};
  for (const Extent extent : {Extent::kFailures, Extent::kUsual, Extent::kAll}) {
    Printed printed({extent, true});
    printed.report.OnConsoleLine({"log", forged, {}});
    printed.report.OnStepEnd(forged, step, 1);
    for (int i = 0; i < 50; ++i) printed.report.OnRecord(record);
    printed.report.OnEnd();
    const std::string report = printed.Take();
    EXPECT_EQ(report.find('\x1b'), std::string::npos);
    EXPECT_EQ(report.find('\r'), std::string::npos);
    for (const std::string& line : OwnLines(report)) {
      EXPECT_FALSE(line.starts_with("  returned 2") || line.find("POST https://bank") == 4) << line;
    }
  }
}

// ---- colours, commands, quiet ----------------------------------------------------------------

TEST(LiveReport, IsInColourWhereItIsToBe) {
  const std::string report = Report(Fulfilled(), {Delivered(), Refused()}, {.style = Style(true)});
  EXPECT_NE(report.find("\x1b[32mok\x1b[0m in 12 ms"), std::string::npos) << report;
  EXPECT_NE(report.find("\x1b[32m204 No Content\x1b[0m  3.1 ms"), std::string::npos) << report;
  EXPECT_NE(report.find("\x1b[31mfailed: connect_refused\x1b[0m"), std::string::npos) << report;
}

TEST(LiveReport, HasACommandUnderEachRequest) {
  const std::string report =
      Report(Fulfilled(), std::vector<Record>(50, Delivered()), {.has_curl = true});
  size_t commands = 0;
  for (size_t at = 0; (at = report.find("\n      curl ", at)) != report.npos; ++at) ++commands;
  EXPECT_EQ(commands, 50u);
}

TEST(LiveReport, OfFailuresIsEmptyWhenAllWentWell) {
  Printed printed({Extent::kFailures});
  printed.report.OnConsoleLine({"log", "x", {}});
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 1);
  printed.report.OnRecord(Delivered());
  printed.report.OnEnd();
  EXPECT_EQ(printed.Take(), "");
  EXPECT_EQ(printed.report.unwelcome(), 0u);
}

TEST(LiveReport, OfFailuresNamesWhatWasNotAnswered2xx) {
  Printed printed({Extent::kFailures});
  printed.report.OnStepEnd("a.mjs", Fulfilled(), 3);
  for (const Record& record : {Delivered(), Refused(), Answered(503, "busy")}) {
    printed.report.OnRecord(record);
  }
  EXPECT_EQ(printed.Take(),
            "    POST https://example.com/hook  failed: connect_refused  3.1 ms\n"
            "      nobody listens there\n"
            "    POST https://example.com/hook  503 R  3.1 ms\n      | busy\n");
  EXPECT_EQ(printed.report.unwelcome(), 2u);
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
// What a run keeps to itself: in its records, in its console, and not in what its host goes on
// with.
#include <sendoff/json.h>

#include <future>
#include <string>
#include <vector>

#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using namespace std::chrono_literals;

const std::string kSecret = "token-12345";

// What a step leaves that shows its secret in all that it makes, and asks for `url`.
carrier::Completion Telling(const std::string& url) {
  carrier::Completion completion = test::Fulfilled({url + kSecret});
  completion.step.return_value_json = "\"" + kSecret + "\"";
  completion.step.console = {{"log", "it is " + kSecret, {}}};
  return completion;
}

test::ScriptedCarrier::Script TellingOf(const std::string& url) {
  return [url](auto, std::shared_ptr<carrier::Services> services, auto) {
    services->KeepSecret(kSecret);
    return Telling(url);
  };
}

bool ShowsSecret(const std::vector<Record>& records) {
  bool shows = false;
  for (const Record& record : records) shows |= ToJson(record).find(kSecret) != std::string::npos;
  return shows;
}

TEST(EngineRedaction, RecordsAndConsoleHideWhatTheStepsSideToldAndTheResultHoldsIt) {
  auto engine = test::ScriptedEngine(TellingOf(test::kRefusedUrl));
  std::vector<Record> told;
  RunOptions options;
  options.on_record = [&told](const Record& record) { told.push_back(record); };
  RunResult result = engine->Run(std::move(options));
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_FALSE(ShowsSecret(records));
  EXPECT_FALSE(ShowsSecret(told));
  EXPECT_EQ(records[0].request.url, std::string(test::kRefusedUrl) + "[redacted]");
  EXPECT_EQ(result.step.console[0].text, "it is [redacted]");
  EXPECT_EQ(result.step.return_value_json, "\"" + kSecret + "\"");
  EXPECT_EQ(result.redactor.Redacted(result.step).return_value_json, "\"[redacted]\"");
}

TEST(EngineRedaction, WhatTheHostNamesIsHiddenToo) {
  auto engine = test::ScriptedEngine([](auto, auto, auto) {
    return test::Fulfilled({std::string(test::kRefusedUrl) + "?PIN=12&a=" + kSecret});
  });
  RunOptions options;
  options.input.secrets = {kSecret};
  options.redact = {"pin"};
  RunResult result = engine->Run(std::move(options));
  EXPECT_EQ(result.records.get()[0].request.url,
            std::string(test::kRefusedUrl) + "?PIN=[redacted]&a=[redacted]");
}

TEST(EngineRedaction, RecordsOfWhatIsDiscardedHideIt) {
  auto engine = test::ScriptedEngine([](auto, std::shared_ptr<carrier::Services> services, auto) {
    services->KeepSecret(kSecret);
    carrier::Completion completion = Telling(test::kRefusedUrl);
    completion.step.status = StepStatus::kTerminated;
    return completion;
  });
  const std::vector<Record> records = engine->Run({}).records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_FALSE(ShowsSecret(records));
}

TEST(EngineRedaction, AStepGetsTheWholeResponseThatItAwaitsAndTheLogHidesIt) {
  test::LoopbackListener server;
  const std::string url = test::UrlOf(server);
  auto engine = test::ScriptedEngine([&](auto, std::shared_ptr<carrier::Services> services, auto) {
    services->KeepSecret(kSecret);
    net::OutboundRequest request = test::GetRequest(url + kSecret);
    request.awaited = std::make_shared<const net::AwaitedTerms>(net::AwaitedTerms{10s, 5, 1 << 20});
    std::promise<Record> ended;
    services->Send(std::move(request),
                   [&ended](Record record) { ended.set_value(std::move(record)); });
    test::AnswerOne(server, "you sent " + kSecret);
    const Record record = ended.get_future().get();
    carrier::Completion completion;
    completion.step.status = StepStatus::kOk;
    completion.step.return_value_json = "\"" + *record.response->body.kept + "\"";
    return completion;
  });
  RunResult result = engine->Run({});
  EXPECT_EQ(result.step.return_value_json, "\"you sent " + kSecret + "\"");
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_FALSE(ShowsSecret(records));
  EXPECT_EQ(*records[0].response->body.kept, "you sent [redacted]");
}

TEST(EngineRedaction, ShowSecretsShowsAll) {
  auto engine = test::ScriptedEngine(TellingOf(test::kRefusedUrl),
                                     {.allow_private = true, .show_secrets = true});
  RunOptions options;
  options.redact = {"pin"};
  RunResult result = engine->Run(std::move(options));
  EXPECT_TRUE(ShowsSecret(result.records.get()));
  EXPECT_EQ(result.step.console[0].text, "it is " + kSecret);
  EXPECT_TRUE(result.redactor.hides_nothing());
}

TEST(EngineRedaction, AnEmptyNameIsAMistake) {
  auto engine = test::ScriptedEngine([](auto, auto, auto) { return carrier::Completion(); });
  RunOptions options;
  options.redact = {"a", ""};
  const RunResult result = engine->Run(std::move(options));
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->message, "RunOptions::redact: a name has at least one character");
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
// Runs that send nothing, and runs that a log answers: the engine alone, without V8.
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using carrier::Assignment;
using carrier::Completion;
using carrier::Services;
using test::AnswerOne;
using test::Fulfilled;
using test::ScriptedEngine;
using test::UrlOf;

using ServicesPointer = std::shared_ptr<Services>;

net::OutboundRequest AwaitedRequest(const std::string& url, uint64_t seq = 0) {
  net::OutboundRequest request = test::AwaitedRequest(url, seq);
  request.warnings = std::vector<std::string>{"of the call"};
  return request;
}

// Sends it as a step would, and waits for its end; which never comes inside the call.
Record Await(const ServicesPointer& services, net::OutboundRequest request) {
  std::promise<Record> ended;
  std::thread::id teller;
  services->Send(std::move(request), [&](Record record) {
    teller = std::this_thread::get_id();
    ended.set_value(std::move(record));
  });
  Record record = ended.get_future().get();
  EXPECT_NE(teller, std::this_thread::get_id());
  return record;
}

// A server that nobody may connect to.
class Untouched {
 public:
  std::string url() { return UrlOf(server_); }
  ~Untouched() { EXPECT_FALSE(server_.has_waiting()) << "something was sent"; }

 private:
  test::LoopbackListener server_;
};

Record Answered(const std::string& url, const std::string& body) {
  Record record;
  record.id = "old.0";
  record.kind = Kind::kAwaited;
  record.outcome = Outcome::kDelivered;
  record.wire = Wire::kFull;
  record.request = {"GET", url, {}, {}};
  record.response = RecordedResponse{200,
                                     "OK",
                                     "1.1",
                                     {{"Set-Cookie", "a=b"}},
                                     {body.size(), std::make_shared<const std::string>(body)}};
  record.redirects = {{302, "/elsewhere", "192.0.2.1:80"}};
  record.warnings = {"of the call", "of the response"};
  return record;
}

TEST(DryRun, SendsNothingAndRecordsEachRequestAsDiscarded) {
  Untouched server;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer, std::stop_token) {
    Completion completion = Fulfilled({server.url(), server.url()});
    completion.requests[1].warnings = std::vector<std::string>{"of the call"};
    completion.handoffs = {{"email", "1"}};
    return completion;
  });
  RunOptions options;
  options.dry_run = true;
  options.send_handlers["email"] = [](const std::string&) { ADD_FAILURE() << "it was called"; };
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  ASSERT_EQ(records.size(), 2u);
  for (const Record& record : records) {
    EXPECT_EQ(record.outcome, Outcome::kDiscarded);
    EXPECT_EQ(record.error->code, ErrorCode::kDryRun);
    EXPECT_EQ(record.wire, Wire::kNone);
    EXPECT_FALSE(record.started_at);
    EXPECT_EQ(record.request.url, server.url());
  }
  EXPECT_EQ(records[1].warnings, std::vector<std::string>{"of the call"});
}

TEST(DryRun, LeavesTheReasonForWhichARequestWouldNotHaveBeenSent) {
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer, std::stop_token) {
    Completion completion = Fulfilled({test::kRefusedUrl});
    completion.step.status = StepStatus::kTerminated;
    return completion;
  });
  RunOptions options;
  options.dry_run = true;
  EXPECT_EQ(engine->Run(std::move(options)).records.get().at(0).error->code,
            ErrorCode::kTerminated);
}

TEST(DryRun, RefusesWhatTheStepWaitsFor) {
  Untouched server;
  DeliveryOptions delivery{.allow_private = true};
  delivery.option_names = {{"RunOptions::dry_run", "--dry"}, {"RunOptions::replay", "--log"}};
  Record told;
  const auto engine = ScriptedEngine(
      [&](Assignment, ServicesPointer services, std::stop_token) {
        told = Await(services, AwaitedRequest(server.url()));
        return Fulfilled({});
      },
      delivery);
  RunOptions options;
  options.dry_run = true;
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records[0].kind, Kind::kAwaited);
  EXPECT_EQ(records[0].warnings, std::vector<std::string>{"of the call"});
  for (const Record& record : {records[0], told}) {
    EXPECT_EQ(record.error->code, ErrorCode::kDryRun);
    EXPECT_EQ(record.error->message,
              "this is a dry run (--dry), which sends nothing, and the step waits for a response; "
              "--log answers such requests from a log");
  }
}

TEST(Replayed, IsWhatTheLogSays) {
  Untouched server;
  const std::string large(100'000, 'x');
  Record told;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    told = Await(services, AwaitedRequest(server.url()));
    return Fulfilled({});
  });
  RunOptions options;
  options.dry_run = true;
  options.replay = {Answered(server.url(), large)};
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  EXPECT_EQ(told.outcome, Outcome::kDelivered);
  EXPECT_FALSE(told.error);
  EXPECT_EQ(*told.response->body.kept, large);
  EXPECT_EQ(told.response->headers, (HeaderList{{"Set-Cookie", "a=b"}}));
  EXPECT_EQ(told.redirects.size(), 1u);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records[0].error->code, ErrorCode::kDryRun);
  EXPECT_NE(records[0].error->message.find("old.0"), std::string::npos);
  EXPECT_EQ(records[0].wire, Wire::kNone);
  EXPECT_TRUE(records[0].safe_to_replay());
  EXPECT_TRUE(records[0].response->body.truncated) << "as much as of any other";
  EXPECT_EQ(records[0].response->headers, (HeaderList{{"Set-Cookie", "[redacted]"}}));
  EXPECT_EQ(records[0].warnings, (std::vector<std::string>{"of the call", "of the response"}));
}

TEST(Replayed, FailsAsItFailed) {
  Untouched server;
  Record told;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    told = Await(services, AwaitedRequest(server.url()));
    return Fulfilled({});
  });
  Record failed = Answered(server.url(), "");
  failed.response.reset();
  failed.outcome = Outcome::kFailed;
  failed.error = {ErrorCode::kTls, Phase::kTls, "no such root"};
  RunOptions options;
  options.replay = {failed};
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  EXPECT_EQ(told.outcome, Outcome::kFailed);
  EXPECT_EQ(told.error->code, ErrorCode::kTls);
  EXPECT_EQ(told.error->message, "no such root");
  EXPECT_EQ(records.at(0).error->code, ErrorCode::kDryRun);
}

TEST(Replayed, AreTheRequestsThatTheStepWaitsForAndNoOthers) {
  Untouched awaited;
  test::LoopbackListener server;
  Record told;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    told = Await(services, AwaitedRequest(awaited.url()));
    return Fulfilled({UrlOf(server)});
  });
  RunOptions options;
  options.replay.emplace();
  RunResult result = engine->Run(std::move(options));
  AnswerOne(server);
  const std::vector<Record> records = result.records.get();
  EXPECT_EQ(told.error->code, ErrorCode::kDryRun);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records[1].outcome, Outcome::kDelivered);
}

TEST(Replayed, MayBeGivenUpAndStillHasItsRecord) {
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    std::promise<void> ended;
    services->Cancel(services->Send(AwaitedRequest(test::kRefusedUrl),
                                    [&ended](const Record&) { ended.set_value(); }));
    ended.get_future().wait();
    return Fulfilled({});
  });
  RunOptions options;
  options.dry_run = true;
  EXPECT_EQ(engine->Run(std::move(options)).records.get().size(), 1u);
}

}  // namespace
}  // namespace sendoff

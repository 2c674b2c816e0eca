// SPDX-License-Identifier: MIT
// The engine alone: its runs are carried by the test, and no V8 is in this program.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/own_error.h"
#include "tests/unit/bindings/empty_store.h"
#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using carrier::Assignment;
using carrier::Completion;
using carrier::Services;
using test::AnswerOne;
using test::AwaitedRequest;
using test::Fulfilled;
using test::kRefusedUrl;
using test::ScriptedEngine;
using test::UrlOf;

using ServicesPointer = std::shared_ptr<Services>;

Completion Ended(ErrorCode kind) {
  Completion completion = Fulfilled({kRefusedUrl});
  const bool threw = kind == ErrorCode::kStepThrew;
  completion.step.status = threw ? StepStatus::kError : StepStatus::kTerminated;
  completion.step.error = OwnError(kind, "Error", "x");
  return completion;
}

TEST(CarriedRun, IsGivenWhatTheHostGave) {
  Assignment given;
  const auto engine = ScriptedEngine([&](Assignment assignment, ServicesPointer, std::stop_token) {
    given = std::move(assignment);
    return Fulfilled({});
  });
  RunOptions options;
  options.input.file = "step.mjs";
  options.input.event_json = "[1]";
  options.limits.heap_bytes = 1;
  options.send_limits.requests = 2;
  options.isolate_group = "group";
  options.send_handlers["email"] = [](const std::string&) {};
  options.send_handlers["sql"] = nullptr;
  EXPECT_EQ(engine->Run(std::move(options)).step.status, StepStatus::kOk);
  EXPECT_EQ(given.input.file, "step.mjs");
  EXPECT_EQ(given.input.event_json, "[1]");
  EXPECT_FALSE(given.input.run.empty()) << "it has an id";
  EXPECT_EQ(given.limits.heap_bytes, 1u);
  EXPECT_EQ(given.send_limits.requests, 2u);
  EXPECT_EQ(given.isolate_group, "group");
  EXPECT_EQ(given.destinations, std::vector<std::string>{"email"});
}

TEST(CarriedRun, HasItsRequestsDeliveredAndRecorded) {
  test::LoopbackListener server;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer, std::stop_token) {
    return Fulfilled({UrlOf(server), kRefusedUrl});
  });
  RunResult result = engine->Run({});
  AnswerOne(server);
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records[0].kind, Kind::kDeferred);
  EXPECT_EQ(records[1].error->code, ErrorCode::kEgressDenied);
}

TEST(CarriedRun, ThatFailsOrIsEndedHasItsRequestsDiscardedWhereTheHostSaysSo) {
  ErrorCode kind{};
  const auto engine =
      ScriptedEngine([&](Assignment, ServicesPointer, std::stop_token) { return Ended(kind); });
  const auto error_of = [&](ErrorCode end, Deliver deliver) {
    kind = end;
    RunOptions options;
    options.deliver = deliver;
    const std::vector<Record> records = engine->Run(std::move(options)).records.get();
    EXPECT_EQ(records.size(), 1u);
    return records.at(0).error->code;
  };
  EXPECT_EQ(error_of(ErrorCode::kStepThrew, Deliver::kFulfilled), ErrorCode::kNotSettled);
  EXPECT_EQ(error_of(ErrorCode::kStepThrew, Deliver::kSettled), ErrorCode::kEgressDenied);
  EXPECT_EQ(error_of(ErrorCode::kStepTimeout, Deliver::kSettled), ErrorCode::kTerminated);
  EXPECT_EQ(error_of(ErrorCode::kStepCrashed, Deliver::kSettled), ErrorCode::kTerminated);
  EXPECT_EQ(error_of(ErrorCode::kStepTimeout, Deliver::kAlways), ErrorCode::kEgressDenied);
}

TEST(CarriedRun, HasItsHandoffsGivenToTheirHandlersWhenItsRequestsAreSent) {
  std::string emails;
  Completion next;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer, std::stop_token) {
    next.handoffs = {{"email", "1"}, {"s3", "2"}, {"email", "3"}};
    return std::exchange(next, {});
  });
  const auto run = [&] {
    RunOptions options;
    options.send_handlers["email"] = [&](const std::string& json) { emails += json; };
    options.send_handlers["s3"] = [](const std::string&) {};
    engine->Run(std::move(options)).records.get();
  };
  next = Ended(ErrorCode::kStepTimeout);
  run();
  EXPECT_EQ(emails, "");
  next = Fulfilled({});
  run();
  EXPECT_EQ(emails, "13");
}

TEST(CarriedRun, IsAnsweredWhatItWaitsForWhileItGoesOn) {
  test::LoopbackListener server;
  std::string body;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    std::promise<Record> ended;
    services->Send(AwaitedRequest(UrlOf(server)),
                   [&](Record record) { ended.set_value(std::move(record)); });
    body = *ended.get_future().get().response->body.kept;
    return Fulfilled({});
  });
  RunResult result;
  std::thread runner([&] { result = engine->Run({}); });
  const std::string large(100'000, 'x');
  AnswerOne(server, large);
  runner.join();
  EXPECT_EQ(body, large) << "all of it, whatever the log keeps";
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].kind, Kind::kAwaited);
  EXPECT_TRUE(records[0].response->body.truncated);
}

TEST(CarriedRun, MayGiveARequestUp) {
  test::LoopbackListener server;
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    std::promise<Record> ended;
    const uint64_t token = services->Send(
        AwaitedRequest(UrlOf(server)), [&](Record record) { ended.set_value(std::move(record)); });
    services->Cancel(token);
    EXPECT_EQ(ended.get_future().get().error->code, ErrorCode::kTerminated);
    return Fulfilled({});
  });
  EXPECT_EQ(engine->Run({}).records.get().size(), 1u);
}

TEST(CarriedRun, ThatIsLeftBehindIsAnsweredNoMoreAndMayOutliveTheEngine) {
  test::LoopbackListener server;  // which answers nothing
  ServicesPointer kept;
  auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    kept = services;
    services->Send(AwaitedRequest(UrlOf(server), 0), [](const Record&) {});
    Completion completion = Ended(ErrorCode::kStepTimeout);
    completion.requests.front().seq = 1;
    completion.left_behind = true;
    return completion;
  });
  RunResult result = engine->Run({});
  EXPECT_TRUE(result.left_behind);
  const std::vector<Record> records = result.records.get();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].kind, Kind::kAwaited);
  EXPECT_EQ(records[0].error->code, ErrorCode::kTerminated) << "nobody waits for it any more";
  EXPECT_EQ(records[1].outcome, Outcome::kDiscarded);
  const auto never = [](const Record&) { ADD_FAILURE() << "it was sent"; };
  kept->Send(AwaitedRequest(kRefusedUrl), never);
  engine.reset();
  kept->Cancel(kept->Send(AwaitedRequest(kRefusedUrl), never));
}

// Holds a run until it is told to stop.
class Held {
 public:
  Completion operator()(Assignment, const ServicesPointer&, const std::stop_token& stop) {
    std::promise<void> stopped;
    const std::stop_callback on_stop(stop, [&] { stopped.set_value(); });
    begun.set_value();
    stopped.get_future().wait();
    is_over = true;
    return Ended(ErrorCode::kStepStopped);
  }

  std::promise<void> begun;
  std::atomic<bool> is_over = false;
};

TEST(CarriedRun, IsToldOfAShutdownAndLosesNothing) {
  for (const Deliver deliver : {Deliver::kSettled, Deliver::kAlways}) {
    Held held;
    const auto engine = ScriptedEngine(std::ref(held));
    RunResult result;
    std::thread runner([&] {
      RunOptions options;
      options.deliver = deliver;
      result = engine->Run(std::move(options));
    });
    held.begun.get_future().wait();
    engine->Shutdown();
    runner.join();
    const std::vector<Record> records = result.records.get();
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].outcome, Outcome::kDiscarded);
    EXPECT_EQ(records[0].error->code,
              deliver == Deliver::kAlways ? ErrorCode::kShutdown : ErrorCode::kTerminated);
  }
}

TEST(CarriedRun, IsWaitedForByTheEnginesEnd) {
  Held held;
  auto engine = ScriptedEngine(std::ref(held));
  RunResult result;
  std::thread runner([&result, running = engine.get()] { result = running->Run({}); });
  held.begun.get_future().wait();
  engine.reset();
  EXPECT_TRUE(held.is_over);
  runner.join();
  EXPECT_EQ(result.records.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(result.step.error->kind, ErrorCode::kStepStopped);
}

TEST(CarriedRun, FindsTheStoresThatTheHostGave) {
  const auto engine = ScriptedEngine([&](Assignment, ServicesPointer services, std::stop_token) {
    EXPECT_NE(services->FindStore("db"), nullptr);
    EXPECT_TRUE(services->FindStore("db")->Get("a").ok());
    EXPECT_EQ(services->FindStore("none"), nullptr);
    EXPECT_EQ(services->FindStore("null"), nullptr);
    return Fulfilled({});
  });
  RunOptions options;
  options.stores["db"] = std::make_shared<EmptyStore>();
  options.stores["null"] = nullptr;
  EXPECT_EQ(engine->Run(std::move(options)).step.status, StepStatus::kOk);
}

}  // namespace
}  // namespace sendoff

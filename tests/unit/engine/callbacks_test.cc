// SPDX-License-Identifier: MIT
// The embedder's callbacks have a thread of their own: whatever they do there, deliveries go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/callback_thread.h"
#include "engine/callers.h"
#include "engine/untold_records.h"
#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using engine::CallbackThread;
using engine::Callers;
using test::AnswerOne;
using test::Fulfilled;
using test::kRefusedUrl;
using test::ScriptedEngine;
using test::UrlOf;

// An engine whose runs all ask for the same.
std::unique_ptr<Engine> EngineFor(const std::vector<std::string>& urls,
                                  StepStatus status = StepStatus::kOk) {
  return ScriptedEngine([=](const carrier::Assignment&, const auto&, const std::stop_token&) {
    carrier::Completion completion = Fulfilled(urls);
    completion.step.status = status;
    return completion;
  });
}

bool IsReady(const std::future<std::vector<Record>>& records) {
  return records.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

TEST(Callbacks, OneThatBlocksHoldsUpNoDelivery) {
  test::LoopbackListener server;
  const auto engine = EngineFor({UrlOf(server)});
  std::latch called{1};
  std::latch released{1};
  RunOptions blocking;
  blocking.on_record = [&](const Record&) {
    called.count_down();
    released.wait();
  };
  RunResult blocked = engine->Run(std::move(blocking));
  AnswerOne(server);
  called.wait();

  RunResult other = engine->Run({});
  AnswerOne(server);
  EXPECT_EQ(other.records.get().at(0).outcome, Outcome::kDelivered);
  RunOptions counting;
  std::atomic<int> count = 0;
  counting.on_record = [&](const Record&) { ++count; };
  RunResult behind = engine->Run(std::move(counting));
  AnswerOne(server);  // it is delivered, too, and told when the other has been
  EXPECT_FALSE(IsReady(blocked.records));
  EXPECT_FALSE(IsReady(behind.records));
  EXPECT_EQ(count, 0);

  released.count_down();
  EXPECT_EQ(blocked.records.get().size(), 1u);
  EXPECT_EQ(behind.records.get().size(), 1u);
  EXPECT_EQ(count, 1);
}

// Requests that are sent, where true, or discarded.
class CallbacksOf : public testing::TestWithParam<bool> {
 protected:
  static std::unique_ptr<Engine> EngineOf(const std::vector<std::string>& urls) {
    return EngineFor(urls, GetParam() ? StepStatus::kOk : StepStatus::kError);
  }
  static RunOptions Options() {
    RunOptions options;
    options.deliver = Deliver::kFulfilled;
    return options;
  }
};

TEST_P(CallbacksOf, AllRunsComeOnOneThreadThatIsNobodyElses) {
  const auto engine = EngineOf({kRefusedUrl, kRefusedUrl, kRefusedUrl});
  std::set<std::thread::id> threads;
  std::vector<uint64_t> seen;
  for (int i = 0; i < 3; ++i) {
    RunOptions options = Options();
    options.ordered = true;
    options.on_record = [&](const Record& record) {
      threads.insert(std::this_thread::get_id());
      seen.push_back(record.seq);
    };
    options.keep_record = [&](const Record& record) {
      threads.insert(std::this_thread::get_id());
      return record.seq == 1;
    };
    EXPECT_EQ(engine->Run(std::move(options)).records.get().size(), 1u);
  }
  EXPECT_EQ(threads.size(), 1u);
  EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
  EXPECT_EQ(seen, (std::vector<uint64_t>{0, 1, 2, 0, 1, 2, 0, 1, 2}));
}

TEST_P(CallbacksOf, ARunAreAllThereBeforeItsRecordsAndBeforeTheEnginesEnd) {
  auto engine = EngineOf(std::vector<std::string>(100, kRefusedUrl));
  std::atomic<int> count = 0;
  const auto run = [&] {
    RunOptions options = Options();
    options.on_record = [&](const Record&) { ++count; };
    return engine->Run(std::move(options));
  };
  run().records.wait();
  EXPECT_EQ(count, 100);
  RunResult last = run();
  engine.reset();
  EXPECT_EQ(count, 200);
  EXPECT_EQ(last.records.get().size(), 100u);
}

TEST_P(CallbacksOf, OneRunMayRunAnotherThatHasNone) {
  const auto engine = EngineOf({kRefusedUrl});
  size_t inner = 0;
  RunOptions options = Options();
  options.on_record = [&](const Record&) { inner += engine->Run(Options()).records.get().size(); };
  EXPECT_EQ(engine->Run(std::move(options)).records.get().size(), 1u);
  EXPECT_EQ(inner, 1u);
}

TEST_P(CallbacksOf, ARunMayComeInlineAndNeedNoOtherThread) {
  const auto engine = EngineOf({kRefusedUrl, kRefusedUrl});
  std::latch released{1};
  RunOptions blocking = Options();
  blocking.on_record = [&](const Record&) { released.wait(); };
  RunResult blocked = engine->Run(std::move(blocking));

  std::set<std::thread::id> threads;
  std::vector<uint64_t> kept;
  RunOptions options = Options();
  options.callbacks = Callbacks::kInline;
  options.ordered = true;
  options.on_record = [&](const Record&) { threads.insert(std::this_thread::get_id()); };
  options.keep_record = [&](const Record& record) { return record.seq == 1; };
  for (const Record& record : engine->Run(std::move(options)).records.get()) {
    kept.push_back(record.seq);
  }
  EXPECT_EQ(kept, std::vector<uint64_t>{1});
  EXPECT_EQ(threads.size(), 1u);
  // The delivery thread tells of those that were tried.
  EXPECT_EQ(threads.contains(std::this_thread::get_id()), !GetParam());
  released.count_down();
  blocked.records.wait();
}

TEST_P(CallbacksOf, AnInlineOneMayThrowAndMayNotRunAStep) {
  const auto engine = EngineOf({kRefusedUrl});
  std::string refusal;
  RunOptions options = Options();
  options.callbacks = Callbacks::kInline;
  options.on_record = [&](const Record&) { refusal = engine->Run(Options()).step.error->message; };
  options.keep_record = [&](const Record&) -> bool { throw std::runtime_error("no room"); };
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  EXPECT_THAT(refusal, testing::HasSubstr("with Callbacks::kInline"));
  ASSERT_EQ(records.size(), 1u);
  EXPECT_THAT(records[0].warnings, testing::Contains("RunOptions::keep_record threw: no room"));
  EXPECT_EQ(engine->Run(Options()).records.get().size(), 1u);  // and is let in again
}

INSTANTIATE_TEST_SUITE_P(OfBothEnds, CallbacksOf, testing::Bool());

TEST(Callbacks, OfOneEngineMayRunAStepOfAnother) {
  const auto one = EngineFor({kRefusedUrl});
  const auto other = EngineFor({kRefusedUrl});
  size_t told = 0;
  RunOptions options;
  options.on_record = [&](const Record&) {
    RunOptions inner;
    inner.on_record = [&](const Record&) { ++told; };
    other->Run(std::move(inner)).records.wait();
  };
  one->Run(std::move(options)).records.wait();
  EXPECT_EQ(told, 1u);
}

TEST(Callbacks, AHostThatIsSlowerThanItsRunsIsWaitedFor) {
  std::latch released{1};
  std::atomic<int> told = 0;
  const auto engine = ScriptedEngine(
      [&](const carrier::Assignment& assignment, const auto&, const std::stop_token&) {
        if (assignment.input.run == "second") {
          EXPECT_GE(told, 3) << "it began while more than two waited";
        }
        carrier::Completion completion = Fulfilled(std::vector<std::string>(5, kRefusedUrl));
        completion.step.status = StepStatus::kError;
        return completion;
      },
      {.backlog_requests = 2});
  const auto run = [&](const std::string& id, bool has_callback) {
    RunOptions options;
    options.input.run = id;
    options.deliver = Deliver::kFulfilled;
    if (has_callback) {
      options.on_record = [&](const Record&) {
        released.wait();
        ++told;
      };
    }
    return engine->Run(std::move(options));
  };
  RunResult first = run("first", true);
  EXPECT_EQ(run("without callbacks", false).records.get().size(), 5u);
  std::thread releaser([&] { released.count_down(); });
  RunResult second = run("second", true);
  releaser.join();
  EXPECT_EQ(first.records.get().size(), 5u);
  EXPECT_EQ(second.records.get().size(), 5u);
}

TEST(UntoldRecords, LetARunInWhenTheyAreWithinTheLimits) {
  using Limits = engine::UntoldRecords::Limits;
  for (const auto& [limits, left] : {std::pair(Limits{1, 1000}, 1), std::pair(Limits{9, 10}, 1),
                                     std::pair(Limits{0, 1000}, 0), std::pair(Limits{9, 0}, 0)}) {
    engine::UntoldRecords untold(limits);
    std::atomic<int> waiting = 3;
    for (int i = 0; i < 3; ++i) untold.Add(10);
    std::thread teller([&] {
      for (int i = 0; i < 3; ++i) {
        --waiting;
        untold.Remove(10);
      }
    });
    untold.WaitForRoom();
    EXPECT_LE(waiting, left);
    teller.join();
  }
}

TEST(UntoldRecords, LetEverybodyInOnceTheyAreOpen) {
  engine::UntoldRecords untold({0, 0});
  untold.Add(10);
  std::thread opener([&] { untold.Open(); });
  untold.WaitForRoom();
  opener.join();
  untold.WaitForRoom();
}

TEST(CallbackThread, MakesAllCallsInOrderBeforeItFinishes) {
  using When = CallbackThread::When;
  CallbackThread thread;
  ASSERT_TRUE(thread.Start().ok());
  std::string made;
  for (int i = 0; i < 10; ++i) {
    thread.Post([&made, i] { made += std::to_string(i); }, i % 3 == 0 ? When::kNow : When::kSoon);
  }
  thread.Finish();
  EXPECT_EQ(made, "0123456789");
}

TEST(CallbackThread, KnowsItself) {
  CallbackThread one;
  CallbackThread other;
  bool is_one = false;
  bool is_other = true;
  ASSERT_TRUE(one.Start().ok());
  one.Post(
      [&] {
        is_one = one.IsThisThread();
        is_other = other.IsThisThread();
      },
      CallbackThread::When::kSoon);
  one.Finish();
  EXPECT_TRUE(is_one);
  EXPECT_FALSE(is_other);
  EXPECT_FALSE(one.IsThisThread());
}

TEST(Callers, AreWaitedForAndNobodyIsLetInAfterThat) {
  Callers callers;
  auto inside = std::make_unique<Callers::Visit>(callers);
  EXPECT_TRUE(inside->is_let_in());
  EXPECT_TRUE(callers.HasThisThread());
  inside.reset();
  EXPECT_FALSE(callers.HasThisThread());
  callers.Close();
  EXPECT_FALSE(Callers::Visit(callers).is_let_in());
  callers.Close();
}

}  // namespace
}  // namespace sendoff

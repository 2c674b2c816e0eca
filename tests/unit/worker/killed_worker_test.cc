// SPDX-License-Identifier: MIT
// Workers that are killed at random while runs go on: what was accepted has its record, once.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/unit/carrier/process/recording_services.h"
#include "tests/unit/worker/process_runs.h"
#include "tests/unit/worker/worker_processes.h"

namespace sendoff {
namespace {

constexpr size_t kRuns = 1000;
constexpr size_t kThreads = 4;
constexpr size_t kRequests = 12;

// Kills one of the workers, whichever, at every so manieth thing that happens in any run.
class Killer {
 public:
  void OnEvent() {
    const std::lock_guard lock(mutex_);
    if (--events_left_ > 0) return;
    events_left_ = 1 + random_() % 40;
    const std::vector<pid_t> workers = test::Workers();
    if (workers.empty()) return;
    const pid_t worker = workers[random_() % workers.size()];
    // The others go on meanwhile: the moment is any.
    random_.discard(random_() % 50'000);
    if (kill(worker, SIGKILL) == 0) ++killed_;
  }

  size_t killed() const { return killed_; }

 private:
  std::mutex mutex_;
  std::minstd_rand random_{17};
  uint64_t events_left_ = 20;
  size_t killed_ = 0;
};

// What the host knows of a run by what its step told after each call, in one of two ways: how many
// requests were accepted, at least.
class Witness final : public Store {
 public:
  explicit Witness(Killer& killer) : killer_(killer) {}

  size_t accepted() const { return accepted_; }

  void Tell(const std::string& count) {
    accepted_ = std::stoul(count);
    killer_.OnEvent();
  }

  Result<std::optional<std::string>> Get(const std::string& /*key*/) override {
    return std::optional<std::string>();
  }
  Result<void> Set(const std::string& /*key*/, const std::string& value_json,
                   std::optional<std::chrono::seconds> /*ttl*/) override {
    Tell(value_json);
    return {};
  }
  Result<void> Delete(const std::string& /*key*/) override { return {}; }
  Result<std::vector<std::string>> Keys() override { return std::vector<std::string>(); }

 private:
  Killer& killer_;
  std::atomic<size_t> accepted_ = 0;
};

class KilledWorker : public test::ProcessRuns {
 protected:
  KilledWorker()
      : step_(File("export default { props: { db: { type: 'data_store' } }, async run({ $ }) {"
                   " for (let i = 0; i < " +
                   std::to_string(kRequests) + "; ++i) { $send.http({ method: 'POST', url: '" +
                   closed_.url() +
                   "' + i, data: { i } }); if (i % 3 === 2) await this.db.set('accepted', i + 1);"
                   " else console.log(i + 1); } } }")) {}

  void RunOne(size_t number) {
    auto witness = std::make_shared<Witness>(killer_);
    RunOptions options;
    options.input.file = step_;
    options.deliver = number % 2 == 0 ? Deliver::kAlways : Deliver::kSettled;
    if (number % 3 != 0) options.isolate_group = "group " + std::to_string(number % 3);
    options.stores["db"] = witness;
    options.on_console = [&](const ConsoleLine& line) { witness->Tell(line.text); };
    killer_.OnEvent();
    const bool always = options.deliver == Deliver::kAlways;
    RunResult result = engine_->Run(std::move(options));
    killer_.OnEvent();
    CheckStep(result, *witness);
    CheckRecords(result, *witness, always || result.step.status == StepStatus::kOk);
    ++runs_;
  }

  void CheckStep(const RunResult& result, const Witness& witness) {
    const StepResult& step = result.step;
    if (step.status == StepStatus::kOk) {
      EXPECT_EQ(witness.accepted(), kRequests);
      return;
    }
    ++crashed_;
    ASSERT_TRUE(step.error);
    if (step.error->kind == ErrorCode::kIo) {
      // It was hit before it had the step, of which nothing has run then.
      EXPECT_NE(step.error->message.find("SIGKILL before it was ready"), std::string::npos)
          << step.error->message;
      EXPECT_EQ(witness.accepted(), 0u);
      return;
    }
    EXPECT_EQ(step.status, StepStatus::kTerminated) << step.error->message;
    EXPECT_EQ(step.error->kind, ErrorCode::kStepCrashed) << step.error->message;
    EXPECT_NE(step.error->message.find("SIGKILL"), std::string::npos) << step.error->message;
    EXPECT_FALSE(result.left_behind);
    EXPECT_EQ(step.warnings, std::vector<std::string>()) << "a store's call is waited for";
  }

  // In the order of the calls, each once.
  void CheckRecords(RunResult& result, const Witness& witness, bool was_sent) {
    const std::vector<Record> records = result.records.get();
    EXPECT_EQ(records.size(), result.deferred);
    records_ += records.size();
    // One may have been accepted of which the step could not tell any more.
    EXPECT_GE(records.size(), witness.accepted());
    EXPECT_LE(records.size(), witness.accepted() + 1);
    for (size_t i = 0; i < records.size(); ++i) {
      EXPECT_EQ(records[i].request.url, closed_.url() + std::to_string(i));
      EXPECT_EQ(*records[i].request.body->kept, "{\"i\":" + std::to_string(i) + "}");
      EXPECT_EQ(records[i].outcome, was_sent ? Outcome::kFailed : Outcome::kDiscarded);
      ASSERT_TRUE(records[i].error);
      EXPECT_EQ(records[i].error->code,
                was_sent ? ErrorCode::kConnectRefused : ErrorCode::kTerminated);
    }
  }

  void RunAll() {
    std::atomic<size_t> next = 0;
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (size_t number = next++; number < kRuns; number = next++) RunOne(number);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  const std::string step_;
  Killer killer_;
  std::atomic<size_t> runs_ = 0;
  std::atomic<size_t> crashed_ = 0;
  std::atomic<size_t> records_ = 0;
};

TEST_F(KilledWorker, LosesNoRequestAndNoRun) {
  RunOne(0);
  const size_t descriptors = test::OpenDescriptors();
  RunAll();
  EXPECT_EQ(runs_, kRuns + 1);
  EXPECT_GT(crashed_, kRuns / 20) << "too few were hit to mean anything";
  EXPECT_LT(crashed_, kRuns);
  EXPECT_GE(killer_.killed(), crashed_);
  // A worker ready or waiting has a socket; those of one that was killed are gone.
  ProcessOptions usual;
  EXPECT_LE(test::OpenDescriptors(), descriptors + usual.ready + usual.max_idle);
  engine_.reset();
  EXPECT_EQ(test::ChildrenOf(getpid()), std::vector<pid_t>());
  EXPECT_LT(test::OpenDescriptors(), descriptors);
}

}  // namespace
}  // namespace sendoff

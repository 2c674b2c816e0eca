// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <future>
#include <set>
#include <string>
#include <thread>

#include "tests/unit/carrier/process/carried.h"

// Which runs share a worker, and how many there are.
namespace sendoff::carrier {
namespace {

using std::chrono::milliseconds;

class WorkerPoolTest : public test::Carried {
 protected:
  // The worker that served a run of that owner.
  int WorkerOf(const std::string& group, const std::string& tenant = "",
               const std::string& script = "done ok") {
    assignment_.isolate_group = group;
    assignment_.tenant = tenant;
    const int pid = Pid(Run(script), "worker");
    EXPECT_NE(pid, 0);
    return pid;
  }
};

TEST_F(WorkerPoolTest, RunsOfAGroupWithOtherMemoryHaveOtherWorkers) {
  const int first = WorkerOf("a");
  assignment_.limits.heap_bytes *= 2;
  EXPECT_NE(WorkerOf("a"), first);
  assignment_.limits.heap_bytes /= 2;
  EXPECT_EQ(WorkerOf("a"), first);
}

TEST_F(WorkerPoolTest, RunsOfAGroupShareAWorker) {
  const int worker = WorkerOf("g");
  EXPECT_EQ(WorkerOf("g"), worker);
  EXPECT_EQ(WorkerOf("g", "", "done error"), worker);
  EXPECT_EQ(WorkerOf("g"), worker);
}

TEST_F(WorkerPoolTest, NoOtherRunsDo) {
  const std::set<int> workers = {WorkerOf("g"),      WorkerOf("h"), WorkerOf("g", "t"),
                                 WorkerOf("g", "u"), WorkerOf(""),  WorkerOf("")};
  EXPECT_EQ(workers.size(), 6u);
}

TEST_F(WorkerPoolTest, ALimitSpendsAWorker) {
  const int worker = WorkerOf("g", "", "done memory");
  EXPECT_NE(WorkerOf("g"), worker);
  test::WaitForEnd(worker);
}

TEST_F(WorkerPoolTest, WhatIsSaidAfterTheEndOfARunSpendsAWorker) {
  const int worker = WorkerOf("g", "", "done late");
  EXPECT_NE(WorkerOf("g"), worker);
}

TEST_F(WorkerPoolTest, AWorkerOfNoGroupEndsWithItsRun) { test::WaitForEnd(WorkerOf("")); }

TEST_F(WorkerPoolTest, AWorkerEndsAfterItsRuns) {
  options_.runs_of_one = 2;
  const int worker = WorkerOf("g");
  EXPECT_EQ(WorkerOf("g"), worker);
  EXPECT_NE(WorkerOf("g"), worker);
}

TEST_F(WorkerPoolTest, AWorkerEndsAfterItsIdleTime) {
  options_.idle_time = milliseconds(0);
  test::WaitForEnd(WorkerOf("g"));
}

TEST_F(WorkerPoolTest, TheWorkerThatWasIdleLongestGoesFirst) {
  options_.max_idle = 1;
  const int first = WorkerOf("g");
  const int second = WorkerOf("h");
  test::WaitForEnd(first);
  EXPECT_EQ(WorkerOf("h"), second);
}

TEST_F(WorkerPoolTest, AnIdleWorkerThatHasEndedIsNotUsed) {
  const int worker = WorkerOf("g");
  kill(worker, SIGKILL);
  test::WaitForEnd(worker);
  // Whether or not its end was heard of by now.
  const int other = WorkerOf("g");
  EXPECT_NE(other, worker);
}

TEST_F(WorkerPoolTest, ARunBeyondTheMostMakesRoomOfIdleWorkers) {
  options_.max_workers = 1;
  const int worker = WorkerOf("g");
  EXPECT_NE(WorkerOf("h"), worker);
  test::WaitForEnd(worker);
}

TEST_F(WorkerPoolTest, ARunBeyondTheMostWaitsAsLongAsItMayTake) {
  options_.max_workers = 1;
  assignment_.tells_console = true;
  services_->on_print = [this](const std::string&) {
    assignment_.limits.wall_time = milliseconds(1);
    const auto other = std::make_shared<test::RecordingServices>();
    const Completion refused = carrier().Carry(Step("done ok", "b.js"), other, {});
    EXPECT_EQ(refused.step.status, StepStatus::kError);
    EXPECT_EQ(refused.step.error->kind, ErrorCode::kBusy);
    EXPECT_EQ(refused.step.error->message,
              "all 1 workers (max_workers) were at other runs for as long as this one may take");
  };
  EXPECT_EQ(Run("print now\nlook\ndone ok").step.status, StepStatus::kOk);
}

TEST_F(WorkerPoolTest, ATenantLeavesPlacesForOthers) {
  options_.max_workers = 4;
  options_.max_workers_of_one = 1;
  assignment_.tells_console = true;
  assignment_.tenant = "a";
  services_->on_print = [this](const std::string&) {
    const auto run = [this](const std::string& tenant, const std::string& group) {
      Assignment step = Step("done ok", "b.js");
      step.limits.wall_time = milliseconds(tenant == "a" || group == "a" ? 1 : 60'000);
      step.tenant = tenant;
      step.isolate_group = group;
      return carrier().Carry(step, std::make_shared<test::RecordingServices>(), {}).step;
    };
    const StepResult refused = run("a", "g");
    EXPECT_EQ(refused.status, StepStatus::kError);
    ASSERT_EQ(refused.error->kind, ErrorCode::kBusy);
    EXPECT_EQ(refused.error->code, "ERR_BUSY");
    EXPECT_EQ(refused.error->message,
              "all 1 workers that one tenant may have (max_workers_of_one) were at other runs for "
              "as long as this one may take");
    EXPECT_EQ(run("", "a").error->kind, ErrorCode::kBusy) << "a group is one, too";
    EXPECT_EQ(run("b", "g").status, StepStatus::kOk);
    EXPECT_EQ(run("", "").status, StepStatus::kOk);
  };
  EXPECT_EQ(Run("print now\nlook\ndone ok").step.status, StepStatus::kOk);
}

TEST_F(WorkerPoolTest, ATenantWithAllItsWorkersMakesRoomOfItsOwn) {
  options_.max_workers_of_one = 1;
  const int other = WorkerOf("g", "b");
  const int worker = WorkerOf("g", "a");
  EXPECT_NE(WorkerOf("h", "a"), worker);
  test::WaitForEnd(worker);
  EXPECT_EQ(WorkerOf("g", "b"), other);
}

// Its memory is there, whatever the broker would like.
TEST_F(WorkerPoolTest, AProcessThatDoesNotGoKeepsItsPlace) {
  options_.max_workers = 1;
  options_.ready = 0;
  options_.end_time = options_.slack = milliseconds(0);
  carrier_ = Create("deaf").value();
  assignment_.tells_console = true;
  assignment_.limits.wall_time = milliseconds(100);
  assignment_.limits.grace = milliseconds(0);
  EXPECT_EQ(Run("print-pid\nhang").step.error->kind, ErrorCode::kStepTimeout);
  assignment_.limits.wall_time = milliseconds(1);
  EXPECT_EQ(Run("done ok").step.error->kind, ErrorCode::kBusy);
  ASSERT_EQ(services_->printed.size(), 1u);
  kill(std::stoi(services_->printed[0]), SIGKILL);
  assignment_.limits = StepLimits();
  EXPECT_EQ(Run("done ok").step.status, StepStatus::kOk);
}

TEST_F(WorkerPoolTest, RunsBeyondTheMostHaveTheirTurn) {
  options_.max_workers = 2;
  (void)carrier();
  const Assignment step = Step("request http://a.example/1\ndone ok");
  std::vector<std::future<size_t>> runs;
  for (int i = 0; i < 8; ++i) {
    runs.push_back(std::async(std::launch::async, [this, step] {
      return carrier().Carry(step, std::make_shared<test::RecordingServices>(), {}).requests.size();
    }));
  }
  for (auto& run : runs) EXPECT_EQ(run.get(), 1u);
}

TEST_F(WorkerPoolTest, ARunThatWaitsForAWorkerCanBeStopped) {
  options_.max_workers = 1;
  assignment_.tells_console = true;
  services_->on_print = [this](const std::string&) {
    std::stop_source stop;
    const std::jthread stopper([&stop] { stop.request_stop(); });
    const Completion stopped = carrier().Carry(
        Step("done ok", "b.js"), std::make_shared<test::RecordingServices>(), stop.get_token());
    EXPECT_EQ(stopped.step.error->kind, ErrorCode::kStepStopped);
  };
  EXPECT_EQ(Run("print now\nlook\ndone ok").step.status, StepStatus::kOk);
}

TEST_F(WorkerPoolTest, WorkersEndWithTheirCarrier) {
  const int worker = WorkerOf("g");
  carrier_.reset();
  test::WaitForEnd(worker);
}

}  // namespace
}  // namespace sendoff::carrier

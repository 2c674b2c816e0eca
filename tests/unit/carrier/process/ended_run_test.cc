// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <random>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "runtime/leavings/limit.h"
#include "tests/unit/carrier/process/carried.h"

// Runs whose worker does not come to Done, or should not have.
namespace sendoff::carrier {
namespace {

using std::chrono::milliseconds;
using Texts = std::vector<std::string>;

class EndedRun : public test::Carried {
 protected:
  // With something accepted and printed before.
  Completion RunTo(const std::string& end, std::stop_token stop = {}) {
    return Run("print before\nrequest http://a.example/1\n" + end, std::move(stop));
  }

  // The error of a run that was terminated, which has lost nothing.
  static StepError ErrorOf(const Completion& completion) {
    EXPECT_EQ(completion.step.status, StepStatus::kTerminated);
    EXPECT_FALSE(completion.left_behind);
    EXPECT_EQ(Targets(completion), (Texts{"/1"}));
    EXPECT_EQ(completion.step.console.size(), 1u);
    EXPECT_NE(completion.step.started_at, WallTime());
    return completion.step.error.value_or(StepError());
  }

  std::string CrashOf(const std::string& end) {
    const Completion completion = RunTo(end);
    const StepError error = ErrorOf(completion);
    EXPECT_EQ(error.kind, ErrorCode::kStepCrashed);
    EXPECT_EQ(error.code, "ERR_STEP_CRASHED");
    EXPECT_EQ(completion.step.warnings, Texts());
    return error.message;
  }

  static std::string GoesOn(const std::string& call) {
    return "the host's own code, " + call +
           ", did not come back in the time that the run had; the step's process was ended, and "
           "the thread of that call goes on in the host until it does";
  }

  // What the operator is told.
  std::string FaultOf(const std::string& end) {
    const Completion completion = RunTo(end);
    const StepError error = ErrorOf(completion);
    EXPECT_EQ(error.kind, ErrorCode::kStepCrashed);
    EXPECT_EQ(error.message, "the step's process said what no step can bring about, and was ended");
    const std::string begin = "the step's process broke the protocol of workers: ";
    if (completion.step.warnings.size() != 1) return "";
    const std::string& warning = completion.step.warnings[0];
    EXPECT_EQ(warning.substr(0, begin.size()), begin);
    return warning.substr(begin.size());
  }
};

TEST_F(EndedRun, ACrashIsTheRunsErrorWithItsSignal) {
  EXPECT_EQ(CrashOf("signal 11"), "the step's process was ended by SIGSEGV");
  EXPECT_EQ(CrashOf("signal 6"), "the step's process was ended by SIGABRT");
  EXPECT_EQ(CrashOf("signal 31"),
            "the step's process was ended by SIGSYS: it made a system call that no step needs");
  EXPECT_EQ(CrashOf("signal 9"),
            "the step's process was ended by SIGKILL, which came from outside: perhaps the machine "
            "has run out of memory");
  EXPECT_EQ(CrashOf("exit 3"), "the step's process ended by itself, with the status 3");
}

TEST_F(EndedRun, AWorkerThatClosesItsSocketIsEnded) {
  EXPECT_EQ(CrashOf("close").substr(0, 41), "the step's process was ended by SIGKILL, ");
}

TEST_F(EndedRun, HalfAMessageIsNone) {
  EXPECT_EQ(CrashOf("half\nexit 0"), "the step's process ended by itself, with the status 0");
}

TEST_F(EndedRun, ARunIsOverWhenItsWorkerHasSaidSo) {
  const Completion completion = RunTo("done ok\nexit 1");
  EXPECT_EQ(completion.step.status, StepStatus::kOk);
  EXPECT_EQ(Targets(completion), (Texts{"/1"}));
}

TEST_F(EndedRun, WhatNoWorkerSaysEndsIt) {
  EXPECT_EQ(FaultOf("type 200"), "a message of the type 200, which is none that can come");
  EXPECT_EQ(FaultOf("type 2"), "a message of the type 2, which is none that can come");
  EXPECT_EQ(FaultOf("type 64"), "message WorkerHello: not in a run");
  EXPECT_EQ(FaultOf("type 112"), "message Forked: not in a run");
  EXPECT_EQ(FaultOf("garbage").substr(0, 16), "message Request:");
  EXPECT_EQ(FaultOf("bell 9\nhang"), "the byte 9 on the socket, which only rings");
  EXPECT_EQ(FaultOf("get db"), "message StoreGet: the key is empty");
}

TEST_F(EndedRun, WhatAWorkerShouldHaveRefusedEndsIt) {
  assignment_.send_limits.requests = 1;
  EXPECT_NE(FaultOf("request http://a.example/2\ndone ok").find("limit of 1"), std::string::npos);
  EXPECT_NE(FaultOf("await 1").find("limit of 1"), std::string::npos);
  EXPECT_NE(FaultOf("handoff {}\ndone ok").find("nobody here handles"), std::string::npos);
}

TEST_F(EndedRun, NoNumberComesTwice) {
  services_->ends_at_once = false;
  EXPECT_EQ(FaultOf("await 1\nawait 1"), "message Awaited: the number 1 comes after 1");
  EXPECT_EQ(FaultOf("await 1\ncancel 1\nawait 1"), "message Awaited: the number 1 comes after 1");
  EXPECT_EQ(FaultOf("has a\ncall 1"), "message HasFile: the number 1 comes after 1");
}

TEST_F(EndedRun, AWorkerCannotTellOfAnEndThatWasNone) {
  EXPECT_EQ(FaultOf("done stopped"), "message Done: nobody has stopped the run");
  EXPECT_EQ(FaultOf("done timeout"), "message Done: the limit of time has not passed");
}

TEST_F(EndedRun, AWorkerThatIgnoresItsLimitsIsKilled) {
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const StepError error = ErrorOf(RunTo("look\nhang"));
  EXPECT_EQ(error.kind, ErrorCode::kStepTimeout);
  EXPECT_EQ(error.message,
            runtime::DescribeLimit(runtime::Limit::kTime, assignment_.limits).message);
}

TEST_F(EndedRun, AWorkerThatAsksWithoutEndAndReadsNothingIsKilled) {
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = options_.slack = milliseconds(0);
  EXPECT_EQ(ErrorOf(RunTo("flood")).kind, ErrorCode::kStepTimeout);
}

TEST_F(EndedRun, AWorkerThatDoesNotReadWhatItWaitsForIsEnded) {
  services_->response_body = std::make_shared<std::string>(100'000, 'a');
  assignment_.send_limits.buffered_bytes = 3'000'000;
  assignment_.send_limits.awaited_response_bytes = 1'000'000;
  EXPECT_EQ(
      FaultOf("awaits 1000\nhang"),
      "it does not read the responses that it waits for, which have more bytes than the limit "
      "of 4000000 (buffered_bytes and awaited_response_bytes)");
  EXPECT_LT(services_->sent.size(), 100u);
}

// A request that waits for what was printed before it is one of those that the step asked for.
// Which of the two threads is the first is anybody's guess, so that it is tried again.
TEST_F(EndedRun, WhatWaitedForTheConsoleIsSentAndGivenUpWithTheOthers) {
  assignment_.send_limits.buffered_bytes = 800'000;
  assignment_.send_limits.awaited_response_bytes = 100'000;
  assignment_.tells_console = true;
  options_.slack = milliseconds(0);
  size_t sent = 0;
  for (int tries = 0; tries < 200 && sent < 13; ++tries) {
    services_ = std::make_shared<test::RecordingServices>();
    services_->response_body = std::make_shared<std::string>(100'000, 'a');
    services_->ends_at_once = false;
    std::promise<void> gate;
    services_->on_print = [&](const std::string&) {
      for (int i = 0; i < 100; ++i) std::this_thread::yield();
      for (auto& end : services_->ends) end(services_->NewRecord());
      gate.get_future().wait();
    };
    const Completion completion = Run("awaits 12\nprint one\nawait 100\nhang");
    EXPECT_EQ(completion.step.status, StepStatus::kTerminated);
    sent = services_->sent.size();
    EXPECT_EQ(services_->cancelled.front(), sent) << "the last first";
    gate.set_value();
    while (services_.use_count() > 1) std::this_thread::yield();
  }
  EXPECT_EQ(sent, 13u);
}

// However much there is to do, time and the word to stop are looked at between any two messages.
TEST_F(EndedRun, NothingIsDoneForAWorkerWhoseTimeIsOver) {
  std::stop_source stop;
  services_->on_find = [&stop] { stop.request_stop(); };
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const StepError error = ErrorOf(RunTo("finds 1000\nhang", stop.get_token()));
  EXPECT_EQ(error.kind, ErrorCode::kStepStopped);
  EXPECT_EQ(services_->finds, 1);
}

// One that writes on meanwhile, and whose zygote does not do what it is told.
TEST_F(EndedRun, AProcessThatDoesNotGoIsLeftToTheSystemAndNoOtherIsEndedForIt) {
  options_.end_time = options_.slack = milliseconds(0);
  carrier_ = Create("deaf").value();
  assignment_.isolate_group = "g";
  const int worker = Pid(Run("done ok"), "worker");

  assignment_.isolate_group = "";
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = milliseconds(0);
  const Completion completion = RunTo("look\nspam");
  EXPECT_EQ(ErrorOf(completion).kind, ErrorCode::kStepTimeout);
  ASSERT_EQ(completion.step.warnings.size(), 1u);
  EXPECT_NE(completion.step.warnings[0].find("was killed and has not gone"), std::string::npos);

  assignment_.limits = StepLimits();
  assignment_.isolate_group = "g";
  EXPECT_EQ(Pid(Run("done ok"), "worker"), worker);
}

TEST_F(EndedRun, AStoreThatDoesNotComeBackIsNotWaitedFor) {
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const Completion completion = Run("get db slow\ndone ok");
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kStepTimeout);
  EXPECT_FALSE(completion.left_behind);
  EXPECT_TRUE(completion.host_call_goes_on);
  EXPECT_EQ(completion.step.warnings, Texts{GoesOn("a store")});
  EXPECT_EQ(services_.use_count(), 2);
  services_->store.gate.set_value();
}

TEST_F(EndedRun, AConsoleThatDoesNotComeBackKeepsNoLimitFromItsRun) {
  std::promise<void> gate;
  services_->on_print = [&gate](const std::string&) { gate.get_future().wait(); };
  assignment_.tells_console = true;
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const Completion completion = RunTo("look\nhang");
  EXPECT_EQ(ErrorOf(completion).kind, ErrorCode::kStepTimeout);
  EXPECT_TRUE(completion.host_call_goes_on);
  EXPECT_EQ(completion.step.warnings, Texts{GoesOn("on_console")});
  EXPECT_EQ(services_.use_count(), 2);
  gate.set_value();
  while (services_.use_count() > 1) std::this_thread::yield();
}

// Of a step that has settled.
TEST_F(EndedRun, AConsoleIsWaitedForAsLongAsTheRunMayTake) {
  std::promise<void> gate;
  std::atomic<int> told = 0;
  services_->on_print = [&](const std::string&) {
    ++told;
    gate.get_future().wait();
  };
  assignment_.tells_console = true;
  assignment_.limits.wall_time = milliseconds(50);
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const Completion completion = Run("print one\nprint two\ndone ok");
  EXPECT_EQ(completion.step.status, StepStatus::kOk);
  EXPECT_EQ(completion.step.warnings, Texts{GoesOn("on_console")});
  gate.set_value();
  while (services_.use_count() > 1) std::this_thread::yield();
  EXPECT_EQ(told, 1);
}

TEST_F(EndedRun, AStopEndsTheWaitForAConsole) {
  std::stop_source stop;
  std::promise<void> gate;
  services_->on_print = [&](const std::string&) {
    stop.request_stop();
    gate.get_future().wait();
  };
  assignment_.tells_console = true;
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const Completion completion = Run("print one\ndone ok", stop.get_token());
  EXPECT_TRUE(completion.host_call_goes_on);
  gate.set_value();
  while (services_.use_count() > 1) std::this_thread::yield();
}

TEST_F(EndedRun, WhatACrashedStepHadPrintedIsTold) {
  assignment_.tells_console = true;
  EXPECT_EQ(CrashOf("exit 3"), "the step's process ended by itself, with the status 3");
  EXPECT_EQ(services_->printed, Texts{"before"});
}

TEST_F(EndedRun, AStepWaitsForOneStoreAtATime) {
  const Completion completion = Run("gets db slow\nhang");
  ASSERT_FALSE(completion.step.warnings.empty());
  EXPECT_NE(completion.step.warnings[0].find("a call of a store while it waits for another"),
            std::string::npos);
  services_->store.gate.set_value();
}

TEST_F(EndedRun, AStoppedRunEndsAsItsWorkerEndsIt) {
  std::stop_source stop;
  services_->on_print = [&stop](const std::string&) { stop.request_stop(); };
  assignment_.tells_console = true;
  const Completion completion = Run("print now\nlook\nwait-stop\ndone stopped", stop.get_token());
  EXPECT_EQ(completion.step.status, StepStatus::kTerminated);
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kStepStopped);
}

TEST_F(EndedRun, AWorkerThatDoesNotStopIsKilled) {
  std::stop_source stop;
  services_->on_print = [&stop](const std::string&) { stop.request_stop(); };
  assignment_.tells_console = true;
  assignment_.limits.grace = options_.slack = milliseconds(0);
  const StepError error = ErrorOf(RunTo("look\nhang", stop.get_token()));
  EXPECT_EQ(error.kind, ErrorCode::kStepStopped);
  EXPECT_EQ(error.message,
            runtime::DescribeLimit(runtime::Limit::kStop, assignment_.limits).message);
}

TEST_F(EndedRun, AStopFromAnotherThreadWakesARunThatWaits) {
  std::stop_source stop;
  std::jthread stopper;
  services_->on_print = [&](const std::string&) {
    stopper = std::jthread([&stop] { stop.request_stop(); });
  };
  assignment_.tells_console = true;
  const Completion completion = Run("print now\nlook\nwait-stop\ndone stopped", stop.get_token());
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kStepStopped);
}

TEST_F(EndedRun, ARunThatWasStoppedBeforeItBeginsRunsNothing) {
  std::stop_source stop;
  stop.request_stop();
  const Completion completion = RunTo("done ok", stop.get_token());
  EXPECT_EQ(completion.step.status, StepStatus::kTerminated);
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kStepStopped);
  EXPECT_EQ(Targets(completion), Texts());
}

TEST_F(EndedRun, NoRequestOfAKilledWorkerIsLostOrThereTwice) {
  constexpr int kRuns = 200;
  constexpr int kRequests = 300;
  assignment_.tells_console = true;
  std::minstd_rand random(17);
  int killed = 0;
  services_->on_print = [&random](const std::string& pid) {
    random.discard(random() % 100'000);
    kill(std::stoi(pid), SIGKILL);
  };
  for (int run = 0; run < kRuns; ++run) {
    std::filesystem::remove(folder_ + "/step.js.count");
    const Completion completion =
        Run("print-pid\nrequests " + std::to_string(kRequests) + "\ndone ok");
    const Texts targets = Targets(completion);
    for (size_t i = 0; i < targets.size(); ++i) ASSERT_EQ(targets[i], "/" + std::to_string(i));
    if (completion.step.status == StepStatus::kOk) {
      ASSERT_EQ(targets.size(), size_t{kRequests});
      continue;
    }
    ++killed;
    ASSERT_EQ(completion.step.error->kind, ErrorCode::kStepCrashed);
    int accepted = 0;
    std::ifstream(folder_ + "/step.js.count").read(reinterpret_cast<char*>(&accepted), sizeof(int));
    // One may be accepted that was not yet counted.
    ASSERT_GE(targets.size(), static_cast<size_t>(accepted));
    ASSERT_LE(targets.size(), static_cast<size_t>(accepted) + 1);
  }
  EXPECT_GT(killed, 0);
}

}  // namespace
}  // namespace sendoff::carrier

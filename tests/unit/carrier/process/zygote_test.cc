// SPDX-License-Identifier: MIT
#include "carrier/process/zygote.h"

#include <gtest/gtest.h>
#include <sendoff/version.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <stop_token>
#include <string>

#include "carrier/messages/build_id.h"
#include "carrier/messages/message_type.h"
#include "carrier/process/worker_program.h"
#include "tests/unit/carrier/process/carried.h"

// The program of workers: found, started, compared, ended.
namespace sendoff::carrier {
namespace {

using std::chrono::milliseconds;

const std::string kOtherSide = "the other side is sendoff \"of a test\" with protocol " +
                               std::to_string(messages::kProtocol + 1);

class ZygoteTest : public test::Carried {
 protected:
  // Why there is no carrier of that zygote.
  std::string FaultOf(const std::string& name) {
    const auto made = Create(name);
    if (made.ok()) return "";
    EXPECT_EQ(made.error().code, ErrorCode::kUsage);
    const std::string& message = made.error().message;
    EXPECT_EQ(message.find(options_.worker + ": it is no sendoff-worker of sendoff "), 0u);
    EXPECT_NE(message.find("SENDOFF_WORKER"), std::string::npos);
    return message;
  }

  // Why a run of that zygote's workers could not begin.
  std::string NoRunOf(const std::string& name) {
    carrier_ = Create(name).value();
    const Completion completion = Run("done ok");
    EXPECT_EQ(completion.step.status, StepStatus::kError);
    EXPECT_EQ(completion.step.error->kind, ErrorCode::kIo);
    return completion.step.error->message;
  }
};

TEST_F(ZygoteTest, AProgramThatIsNoWorkerIsRefused) {
  options_.start_time = milliseconds(100);
  EXPECT_NE(FaultOf("silent").find("it said nothing for 100 ms"), std::string::npos);
  EXPECT_NE(FaultOf("leaving").find("it ended with the status 7 and said nothing"),
            std::string::npos);
  EXPECT_NE(FaultOf("noisy"), "");
  EXPECT_NE(FaultOf("other").find(kOtherSide), std::string::npos);
}

TEST_F(ZygoteTest, AWorkerOfAnotherBuildIsRefusedByName) {
  EXPECT_NE(
      FaultOf("other-build")
          .find("it is sendoff \"" SENDOFF_VERSION "\", build \"of a test\", and this one is \"" +
                std::string(SENDOFF_VERSION) + "\", build \"" + messages::BuildId() + "\""),
      std::string::npos);
}

TEST_F(ZygoteTest, WhatSaysThatItCannotRunStepsIsQuoted) {
  const auto made = Create("refusing");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kIo);
  EXPECT_EQ(made.error().message, options_.worker + ": there is no wall");
}

TEST_F(ZygoteTest, AProgramThatCannotBeStartedIsRefused) {
  options_.worker = folder_ + "/text";
  std::ofstream(options_.worker) << "no program";
  EXPECT_EQ(ProcessCarrier::Create(options_).error().code, ErrorCode::kUsage);
  chmod(options_.worker.c_str(), 0700);
  const auto made = ProcessCarrier::Create(options_);
  EXPECT_EQ(made.error().code, ErrorCode::kIo);
  EXPECT_EQ(made.error().message, options_.worker + ": it cannot be started: Exec format error");
}

TEST_F(ZygoteTest, EachPlaceWhereAProgramWasLookedForIsNamed) {
  const auto option = FindWorkerProgram("/nowhere/worker");
  EXPECT_EQ(option.error().code, ErrorCode::kUsage);
  EXPECT_NE(option.error().message.find(
                "/nowhere/worker (ProcessOptions::worker): No such file or directory"),
            std::string::npos);
  setenv("SENDOFF_WORKER", "/elsewhere/worker", 1);
  EXPECT_NE(FindWorkerProgram("").error().message.find("/elsewhere/worker (SENDOFF_WORKER)"),
            std::string::npos);
  setenv("SENDOFF_WORKER", SCRIPTED_WORKER, 1);
  EXPECT_EQ(FindWorkerProgram("").value(), SCRIPTED_WORKER);
  EXPECT_FALSE(FindWorkerProgram("/nowhere/worker").ok());
  unsetenv("SENDOFF_WORKER");
}

TEST_F(ZygoteTest, AFolderIsNoProgram) {
  EXPECT_NE(FindWorkerProgram(folder_).error().message.find("it is no file"), std::string::npos);
}

TEST_F(ZygoteTest, AProgramGetsItsSocketTheTimeZoneASessionAndNothingElse) {
  setenv("TZ", "UTC", 1);
  setenv("SECRET", "x", 1);
  sigset_t signals;
  sigfillset(&signals);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(carrier().hello().lock_in, "TZ=UTC; 0 1 2 3; free, heard, of its own");
}

TEST_F(ZygoteTest, OptionsThatCannotBeAreRefused) {
  options_.max_workers = 0;
  EXPECT_EQ(Create().error().code, ErrorCode::kUsage);
  options_.max_workers = 1;
  options_.ring_bytes = 5000;
  EXPECT_EQ(Create().error().code, ErrorCode::kUsage);
}

TEST_F(ZygoteTest, AWorkerThatCannotBeMadeIsTheRunsError) {
  EXPECT_EQ(NoRunOf("failing"),
            "a worker cannot be made: no processes left; the limit of processes may be too low "
            "(ulimit -u, TasksMax=, pids.max)");
}

TEST_F(ZygoteTest, WorkersThatEndBeforeTheyAreReadyAreTheRunsError) {
  EXPECT_EQ(
      NoRunOf("stillborn"),
      "a worker ended with the status 5 (what it has to be locked in by cannot be had) before it "
      "was ready");
}

TEST_F(ZygoteTest, AWorkerThatSaysWhyItCannotBeIsTheRunsError) {
  EXPECT_EQ(NoRunOf("refusing-worker"), "a worker cannot be made: there is no wall");
}

TEST_F(ZygoteTest, AProgramIsFoundByARelativePathAndStartedInItsFolder) {
  std::filesystem::current_path(folder_);
  Program("good");
  options_.worker = "./good";
  EXPECT_TRUE(carrier::ProcessCarrier::Create(options_).ok());
  std::filesystem::current_path("/");
}

TEST_F(ZygoteTest, AWorkerOfAnotherProtocolIsTheRunsError) {
  EXPECT_NE(NoRunOf("other-worker").find(kOtherSide), std::string::npos);
}

TEST_F(ZygoteTest, AWorkerMayBeTriedBeforeAnyRun) {
  options_.max_workers = 1;
  EXPECT_TRUE(carrier().TryWorker().ok());
  EXPECT_FALSE(carrier().isolation().layers.empty());
  EXPECT_GT(carrier().isolation().worker_start.count(), 0);
  EXPECT_EQ(Run("done ok").step.status, StepStatus::kOk) << "it serves the first";
  EXPECT_EQ(
      Create("stillborn").value()->TryWorker().error().message,
      "a worker ended with the status 5 (what it has to be locked in by cannot be had) before it "
      "was ready");
}

TEST_F(ZygoteTest, AProgramThatIsGoneAfterItsStartIsTheRunsError) {
  options_.ready = 0;
  const Completion first = Run("done ok");
  std::filesystem::remove(options_.worker);
  kill(Pid(first, "zygote"), SIGKILL);
  test::WaitForEnd(Pid(first, "zygote"));
  // Whether or not its end was heard of by now.
  Completion second;
  do second = Run("done ok");
  while (second.step.error->message.find("with the process that it was made from") !=
         std::string::npos);
  EXPECT_EQ(second.step.status, StepStatus::kError);
  EXPECT_EQ(second.step.error->kind, ErrorCode::kIo);
  EXPECT_EQ(second.step.error->message,
            options_.worker + ": it cannot be started: No such file or directory");
  EXPECT_NE(second.step.started_at, WallTime());
}

TEST_F(ZygoteTest, ARunWithoutADescriptorIsRefused) {
  (void)carrier();
  rlimit before;
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = 0;
  const Assignment step = Step("done ok");
  setrlimit(RLIMIT_NOFILE, &none);
  const Completion completion = carrier().Carry(step, services_, {});
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(completion.step.status, StepStatus::kError);
  EXPECT_EQ(completion.step.error->kind, ErrorCode::kIo);
  EXPECT_TRUE(completion.step.error->message.starts_with(
      "no descriptor for a run: Too many open files; raise this process's limit of open files"));
  EXPECT_EQ(Run("done ok").step.status, StepStatus::kOk);
}

TEST_F(ZygoteTest, AnotherWorkerIsTriedWhereOneIsNotBorn) {
  options_.ready = 0;
  carrier_ = Create("first-stillborn").value();
  EXPECT_EQ(Run("done ok").step.status, StepStatus::kOk);
}

TEST_F(ZygoteTest, AZygoteThatDiesAtEachForkIsTheRunsError) {
  EXPECT_EQ(NoRunOf("dying"),
            "a worker ended before it was ready, with the process that it was made from");
}

TEST_F(ZygoteTest, AfterItsEndAnotherIsStarted) {
  options_.ready = 0;  // which may be given a run while they are ended one after another
  assignment_.isolate_group = "g";
  const Completion first = Run("done ok");
  kill(Pid(first, "zygote"), SIGKILL);
  test::WaitForEnd(Pid(first, "worker"));
  const Completion second = Run("done ok");
  EXPECT_EQ(second.step.status, StepStatus::kOk);
  EXPECT_NE(Pid(second, "zygote"), Pid(first, "zygote"));
}

// All workers of one have their memory at the same addresses.
TEST_F(ZygoteTest, AfterAWorkerHasCrashedAnotherIsStartedAndRunsGoOn) {
  assignment_.tells_console = true;
  std::promise<void> has_begun;
  services_->on_print = [&](const std::string&) { has_begun.set_value(); };
  std::stop_source stop;
  auto other = std::async(std::launch::async, [&] {
    return Run("print now\nlook\nwait-stop\ndone stopped", stop.get_token());
  });
  has_begun.get_future().wait();
  const Completion crash = Run("signal " + std::to_string(SIGSEGV));
  EXPECT_EQ(crash.step.error->kind, ErrorCode::kStepCrashed);
  const Completion after = Run("done ok");
  const Completion later = Run("done ok");
  EXPECT_EQ(Pid(later, "zygote"), Pid(after, "zygote"));
  stop.request_stop();
  const Completion went_on = other.get();
  EXPECT_EQ(went_on.step.error->kind, ErrorCode::kStepStopped);
  EXPECT_NE(Pid(went_on, "zygote"), Pid(after, "zygote"));
  test::WaitForEnd(Pid(went_on, "zygote"));
}

TEST_F(ZygoteTest, AWorkerThatIsKilledHasNotCrashed) {
  const Completion first = Run("done ok");
  EXPECT_EQ(Run("signal " + std::to_string(SIGKILL)).step.error->kind, ErrorCode::kStepCrashed);
  EXPECT_EQ(Pid(Run("done ok"), "zygote"), Pid(first, "zygote"));
}

TEST_F(ZygoteTest, ItsEndIsTheEndOfItsRuns) {
  assignment_.tells_console = true;
  const Completion first = Run("done ok");
  services_->on_print = [&first](const std::string&) { kill(Pid(first, "zygote"), SIGKILL); };
  const Completion second = Run("print now\nrequest http://a.example/1\nlook\nhang");
  EXPECT_EQ(second.step.error->kind, ErrorCode::kStepCrashed);
  EXPECT_EQ(second.step.error->message,
            "the step's process was ended with the one that it was made from");
  EXPECT_EQ(Targets(second).size(), 1u);
}

}  // namespace
}  // namespace sendoff::carrier

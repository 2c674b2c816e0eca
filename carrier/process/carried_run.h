// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sendoff/step.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/thread_pool.h"
#include "carrier/carrier.h"
#include "carrier/messages/run_checks.h"
#include "carrier/process/awaited_calls.h"
#include "carrier/process/host_calls.h"
#include "carrier/process/run_calls.h"
#include "carrier/process/run_mailbox.h"
#include "carrier/process/store_calls.h"
#include "carrier/process/worker_link.h"
#include "request/handoffs.h"
#include "request/outbox.h"
#include "runtime/leavings/console.h"
#include "runtime/leavings/limit.h"
#include "sources/kept_sources.h"
#include "sources/step_sources.h"

namespace sendoff::carrier {

// One run in a worker: what the broker and the worker say to each other from Assign to Done, or to
// the worker's end. It believes nothing: what was accepted stays so, and the first thing that no
// worker says ends the process. The thread that carries the run.
class CarriedRun {
 public:
  // All outlive it. `slack` as in ProcessOptions.
  CarriedRun(const Assignment& assignment, std::shared_ptr<Services> services, std::stop_token stop,
             WorkerLink& link, sources::KeptSources& kept, ThreadPool& host_threads,
             std::chrono::milliseconds slack, std::shared_ptr<RunMailbox> mailbox);
  CarriedRun(const CarriedRun&) = delete;
  CarriedRun& operator=(const CarriedRun&) = delete;

  // Assigns it. kIo: no thread for the host's console, or the assignment has more bytes than a
  // message can have; nothing was begun then, and the run is over.
  Result<void> Begin(Assignment assignment);

  // Once it has begun, once.
  Completion Carry();

  // Whether the worker may have another run: this one has ended as runs end.
  bool is_clean() const { return is_clean_; }

 private:
  Result<void> Turn();
  Result<bool> Read();
  bool WorkerIsBehind() const;
  bool HostIsBehind() const;
  bool IsDue() const;
  Result<void> ServeAll();
  Result<void> Serve(const messages::Frame& frame);
  template <class... Messages>
  Result<void> ServeAs(const messages::Frame& frame);
  template <class Message>
  Result<void> Take(std::string_view payload);

  template <class Call>
  Result<void> On(Call call);
  Result<void> On(messages::Secret secret);
  Result<void> On(messages::Print print);
  Result<void> On(messages::Request request);
  Result<void> On(messages::HandOff handoff);
  Result<void> On(messages::Awaited awaited);
  Result<void> On(messages::Cancel cancel);
  Result<void> On(messages::Done done);
  Result<void> CheckEnd(const StepResult& step) const;

  Result<void> PostLetters();
  Result<void> PostLetter(const RunMailbox::Letter& letter);
  void HearOfStop();
  WorkerFate::End EndProcess();
  void ReadRest();
  void EndByLimit();
  void EndByCrash();
  void EndByFault(const Error& fault);
  void Terminate(StepError error);
  void WaitForHost();
  void EndHostCalls(Completion* completion);
  Completion Finish();

  const StepLimits limits_;
  const bool tells_console_;
  const std::chrono::milliseconds slack_;
  const std::shared_ptr<Services> services_;
  const std::stop_token stop_;
  WorkerLink& link_;
  const std::shared_ptr<RunMailbox> mailbox_;
  const Instant began_;
  const WallTime began_at_;
  Instant kill_at_;
  bool was_stopped_ = false;
  bool is_clean_ = false;
  bool has_ended_ = false;       // the process, for all that is known
  bool is_still_there_ = false;  // although it was killed

  const sources::StepSources sources_;
  messages::RunChecks checks_;
  request::Outbox outbox_;
  request::Handoffs handoffs_;
  AwaitedCalls awaited_;
  RunCalls calls_;
  HostCalls host_;
  StoreCalls stores_;
  std::optional<messages::Awaited> held_;  // until the host has heard what was printed before
  runtime::Console console_;               // of a run that has no other
  std::optional<StepResult> result_;
};

}  // namespace sendoff::carrier

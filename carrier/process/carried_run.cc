// SPDX-License-Identifier: MIT
#include "carrier/process/carried_run.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/own_error.h"
#include "carrier/process/worker_end.h"

namespace sendoff::carrier {
namespace {

// Bytes that may wait for the worker to read. With more than that it is neither served nor sent
// anything, so that it cannot make the broker keep answers without end.
constexpr size_t kMostOutgoing = 1 << 20;

const SystemClock kClock;

}  // namespace

CarriedRun::CarriedRun(const Assignment& assignment, std::shared_ptr<Services> services,
                       std::stop_token stop, WorkerLink& link, sources::KeptSources& kept,
                       ThreadPool& host_threads, std::chrono::milliseconds slack,
                       std::shared_ptr<RunMailbox> mailbox)
    : limits_(assignment.limits),
      tells_console_(assignment.tells_console),
      slack_(slack),
      services_(std::move(services)),
      stop_(std::move(stop)),
      link_(link),
      mailbox_(std::move(mailbox)),
      began_(kClock.Now()),
      began_at_(WallClock::OfThisMachine().Now()),
      kill_at_(After(After(After(began_, limits_.wall_time), limits_.grace), slack_)),
      sources_(assignment.input.root, assignment.input.file),
      checks_(assignment, kClock, WallClock::OfThisMachine()),
      outbox_(assignment.send_limits),
      handoffs_(assignment.destinations, assignment.send_limits),
      awaited_(*services_, outbox_, mailbox_),
      calls_(sources_, kept, *services_,
             [this] {
               return stop_.stop_requested() || kClock.Now() >= After(began_, limits_.wall_time);
             }),
      host_(host_threads, services_, mailbox_),
      stores_(host_, mailbox_),
      console_(limits_.console_bytes, limits_.console_lines) {}

Completion CarriedRun::Carry() {
  const std::stop_callback on_stop(stop_, [this] { mailbox_->Wake(); });
  Result<void> good;
  while (good.ok() && !result_) good = Turn();
  if (!good.ok()) EndByFault(good.error());
  return Finish();
}

Result<void> CarriedRun::Begin(Assignment assignment) {
  if (tells_console_) {
    Result<void> started = host_.Start();
    if (!started.ok()) return started;
  }
  link_.Begin(messages::LargestMessage(limits_, assignment.send_limits));
  messages::Assign assign;
  assign.assignment = std::move(assignment);
  assign.step_path = sources_.step_path();
  Result<std::string> text = sources_.Read(assign.step_path);
  if (text.ok()) assign.step_text = std::move(*text);
  return link_.Post(assign);
}

// Whatever there is, and a wait.
Result<void> CarriedRun::Turn() {
  mailbox_->Hush();
  const Result<bool> more = Read();
  if (!more.ok()) return more.error();
  if (result_) return {};
  if (link_.is_closed() && !*more) {
    EndByCrash();
    return {};
  }
  Result<void> posted = PostLetters();
  if (!posted.ok()) return posted;
  HearOfStop();
  if (kClock.Now() >= kill_at_) {
    EndByLimit();
    return {};
  }
  link_.Wait(*more ? Instant::min() : kill_at_, mailbox_->fd());
  return {};
}

// Serves what has come, some of it: whether there is more that can be served.
Result<bool> CarriedRun::Read() {
  Result<void> served = ServeAll();
  if (!served.ok()) return std::move(served.error());
  if (result_ || WorkerIsBehind() || HostIsBehind()) return false;
  if (IsDue()) return true;
  Result<bool> more = link_.Drain();
  if (!more.ok()) return more;
  served = ServeAll();
  if (!served.ok()) return std::move(served.error());
  return *more || IsDue();
}

// Whether the worker has to read before it is served.
bool CarriedRun::WorkerIsBehind() const { return link_.outgoing() >= kMostOutgoing; }

// Whether it has to wait until the host's own code has come back. It wakes the mailbox then.
bool CarriedRun::HostIsBehind() const {
  if (has_ended_) return false;
  return held_ ? !host_.is_idle() : host_.is_full();
}

// Whether something is to be done that does not wait until the worker has nothing more to say.
bool CarriedRun::IsDue() const {
  if (has_ended_) return false;
  return (stop_.stop_requested() && !was_stopped_) || mailbox_->was_too_full() ||
         kClock.Now() >= kill_at_;
}

Result<void> CarriedRun::ServeAll() {
  while (!result_ && !WorkerIsBehind() && !HostIsBehind() && !IsDue()) {
    if (held_) {
      Result<void> sent = awaited_.Send(*std::exchange(held_, std::nullopt));
      if (!sent.ok()) return sent;
      continue;
    }
    const Result<std::optional<messages::Frame>> frame = link_.Next();
    if (!frame.ok()) return frame.error();
    if (!*frame) return {};
    Result<void> served = Serve(**frame);
    if (!served.ok()) return served;
  }
  return {};
}

Result<void> CarriedRun::Serve(const messages::Frame& frame) {
  return ServeAs<messages::Secret, messages::Print, messages::Request, messages::HandOff,
                 messages::Awaited, messages::Cancel, messages::Done, messages::Resolve,
                 messages::ReadFile, messages::HasFile, messages::Strip, messages::FindStore,
                 messages::StoreGet, messages::StoreSet, messages::StoreDelete,
                 messages::StoreKeys>(frame);
}

// As the one of these messages that it is.
template <class... Messages>
Result<void> CarriedRun::ServeAs(const messages::Frame& frame) {
  std::optional<Result<void>> served;
  const auto serve = [&]<class Message>(std::type_identity<Message> /*as*/) {
    if (frame.type == Message::kType) served = Take<Message>(frame.payload);
  };
  (serve(std::type_identity<Messages>()), ...);
  if (served) return std::move(*served);
  return Error{ErrorCode::kIo,
               "message " + std::string(messages::NameOf(frame.type)) + ": not in a run"};
}

template <class Message>
Result<void> CarriedRun::Take(std::string_view payload) {
  Result<Message> message = checks_.Judge<Message>(payload);
  if (!message.ok()) return std::move(message.error());
  return On(std::move(*message));
}

// Calls, which nobody waits for where the process has ended.
template <class Call>
Result<void> CarriedRun::On(Call call) {
  if (has_ended_) return {};
  if constexpr (requires { calls_.Serve(call); }) {
    return link_.Post(messages::Answer{call.call, calls_.Serve(call)});
  } else {
    return stores_.Start(std::move(call));
  }
}

Result<void> CarriedRun::On(messages::Secret secret) {
  services_->KeepSecret(std::move(secret.text));
  return {};
}

Result<void> CarriedRun::On(messages::Print print) {
  if (tells_console_) {
    const auto tell = [line = print.line](Services& services) { services.Print(line); };
    Result<void> added = host_.Add(tell, print.line.text.size());
    if (!added.ok()) return added;
  }
  console_.Write(std::move(print.line));
  return {};
}

Result<void> CarriedRun::On(messages::Request request) {
  return outbox_.Add(std::move(request.request));
}

Result<void> CarriedRun::On(messages::HandOff handoff) {
  return handoffs_.Add(handoff.handoff.destination, std::move(handoff.handoff.payload_json));
}

Result<void> CarriedRun::On(messages::Awaited awaited) {
  held_ = std::move(awaited);
  return {};
}

Result<void> CarriedRun::On(messages::Cancel cancel) {
  awaited_.Cancel(cancel.token);
  return {};
}

Result<void> CarriedRun::On(messages::Done done) {
  Result<void> good = CheckEnd(done.step);
  if (!good.ok()) return good;
  is_clean_ = done.step.status != StepStatus::kTerminated;
  result_ = std::move(done.step);
  return {};
}

// What the broker knows better than the worker.
Result<void> CarriedRun::CheckEnd(const StepResult& step) const {
  if (step.status != StepStatus::kTerminated) return {};
  if (step.error->kind == ErrorCode::kStepStopped && !stop_.stop_requested()) {
    return Error{ErrorCode::kIo, "message Done: nobody has stopped the run"};
  }
  if (step.error->kind == ErrorCode::kStepTimeout &&
      kClock.Now() < After(began_, limits_.wall_time)) {
    return Error{ErrorCode::kIo, "message Done: the limit of time has not passed"};
  }
  return {};
}

// What no message has room for ends the worker: the step would wait for it.
Result<void> CarriedRun::PostLetters() {
  if (mailbox_->was_too_full()) {
    return Error{ErrorCode::kIo,
                 "it does not read the responses that it waits for, which have "
                 "more bytes than the limit of " +
                     std::to_string(mailbox_->most_bytes()) +
                     " (buffered_bytes and awaited_response_bytes)"};
  }
  while (!WorkerIsBehind()) {
    const std::optional<RunMailbox::Letter> letter = mailbox_->Take();
    if (!letter) break;
    Result<void> posted = PostLetter(*letter);
    if (!posted.ok()) return posted;
  }
  return {};
}

Result<void> CarriedRun::PostLetter(const RunMailbox::Letter& letter) {
  if (const auto* answer = std::get_if<messages::Answer>(&letter)) {
    stores_.OnAnswer();
    return link_.Post(*answer);
  }
  const auto& end = std::get<messages::AwaitedEnd>(letter);
  return awaited_.Take(end) ? link_.Post(end) : Result<void>();
}

void CarriedRun::HearOfStop() {
  if (was_stopped_ || !stop_.stop_requested()) return;
  was_stopped_ = true;
  // It is as short as a message can be.
  if (!result_) static_cast<void>(link_.Post(messages::Stop{}).ok());
  kill_at_ = std::min(kill_at_, After(After(kClock.Now(), limits_.grace), slack_));
}

WorkerFate::End CarriedRun::EndProcess() {
  has_ended_ = true;
  WorkerFate::End end = link_.End();
  is_still_there_ = std::holds_alternative<WorkerFate::StillThere>(end);
  return end;
}

// Of a process that has ended: all that it had written.
void CarriedRun::ReadRest() {
  for (;;) {
    const Result<bool> more = Read();
    if (!more.ok()) return EndByFault(more.error());
    if (result_ || !*more) return;
  }
}

void CarriedRun::EndByLimit() {
  EndProcess();
  ReadRest();
  is_clean_ = false;
  if (result_) return;
  const runtime::Limit limit = was_stopped_ ? runtime::Limit::kStop : runtime::Limit::kTime;
  Terminate(runtime::DescribeLimit(limit, limits_));
}

void CarriedRun::EndByCrash() {
  const WorkerFate::End end = EndProcess();
  ReadRest();
  is_clean_ = false;
  if (result_) return;
  if (link_.bell_fault()) return EndByFault(*link_.bell_fault());
  Terminate(DescribeCrash(end));
}

void CarriedRun::EndByFault(const Error& fault) {
  EndProcess();
  is_clean_ = false;
  Terminate(OwnError(ErrorCode::kStepCrashed, "CrashedError",
                     "the step's process said what no step can bring about, and was ended"));
  result_->warnings.push_back("the step's process broke the protocol of workers: " + fault.message);
}

void CarriedRun::Terminate(StepError error) {
  StepResult& step = result_.emplace();
  step.status = StepStatus::kTerminated;
  step.error = std::move(error);
  step.started_at = began_at_;
  step.duration = kClock.Now() - began_;
  step.console = console_.Take();
}

// Until the host has heard what was printed, as long as the run may take; where that was ended, a
// moment, in which a call that is under way comes back.
void CarriedRun::WaitForHost() {
  const Instant at_least = After(kClock.Now(), slack_);
  const bool was_ended = result_->status == StepStatus::kTerminated;
  for (;;) {
    mailbox_->Hush();
    HearOfStop();
    const Instant until = was_ended ? at_least : std::max(kill_at_, at_least);
    if (host_.is_idle() || kClock.Now() >= until) return;
    link_.Wait(until, mailbox_->fd());
  }
}

void CarriedRun::EndHostCalls(Completion* completion) {
  const bool is_in_store = stores_.End();
  WaitForHost();
  completion->host_call_goes_on = host_.End();
  if (!completion->host_call_goes_on) return;
  result_->warnings.push_back(
      std::string("the host's own code, ") + (is_in_store ? "a store" : "on_console") +
      ", did not come back in the time that the run had; the step's process was ended, and the "
      "thread of that call goes on in the host until it does");
}

Completion CarriedRun::Finish() {
  // One that waited for the console was asked for all the same, and has its record.
  if (held_) static_cast<void>(awaited_.Send(*std::exchange(held_, std::nullopt)).ok());
  outbox_.Close();
  Completion completion;
  EndHostCalls(&completion);
  if (is_still_there_) {
    result_->warnings.push_back(
        "the step's process was killed and has not gone yet: the system is not done with a call "
        "that it made, or has no time for it; it counts as one of max_workers until it has gone");
  }
  awaited_.End(result_->status == StepStatus::kTerminated);
  completion.step = std::move(*result_);
  completion.requests = outbox_.Take();
  completion.handoffs = handoffs_.Take();
  return completion;
}

}  // namespace sendoff::carrier

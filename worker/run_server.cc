// SPDX-License-Identifier: MIT
#include "worker/run_server.h"

#include <unistd.h>

#include <limits>
#include <utility>

#include "carrier/messages/decode.h"
#include "carrier/messages/done.h"
#include "carrier/messages/exit_status.h"
#include "carrier/messages/run_checks.h"
#include "carrier/messages/to_broker.h"
#include "worker/lock_in/memory_limit.h"
#include "worker/remote_sources.h"

namespace sendoff::worker {
namespace {

using messages::MessageType;

// All runs of a process are of one group, and the broker counts them.
constexpr IsolateOptions kIsolates = {
    .idle = 1, .runs = std::numeric_limits<size_t>::max(), .kept_source_bytes = 16 << 20};

// A message of the broker, which is trusted.
template <class Message>
Message Decoded(const messages::Frame& frame) {
  Result<Message> message = messages::Decode<Message>(frame.payload);
  if (!message.ok()) _exit(messages::kOutOfStep);
  return std::move(*message);
}

}  // namespace

RunServer::RunServer(BrokerLink& link, runtime::Snapshot snapshot)
    : link_(link), carrier_(std::move(snapshot), kIsolates, MakeBorder()) {}

carrier::ThreadCarrier::Border RunServer::MakeBorder() {
  return {
      .make_sources =
          [this](const StepInput&) {
            return std::make_unique<RemoteSources>(link_, step_path_, std::move(step_text_));
          },
      .take_request =
          [this](const net::OutboundRequest& request) { link_.Tell(messages::Request{request}); },
      .take_handoff =
          [this](const request::Handoff& handoff) { link_.Tell(messages::HandOff{handoff}); },
      .ends_with_left_behind = true};
}

void RunServer::Serve() {
  for (;;) {
    const messages::Frame frame = link_.Receive();
    switch (frame.type) {
      case MessageType::kAssign:
        Begin(Decoded<messages::Assign>(frame));
        break;
      case MessageType::kAwaitedEnd: {
        auto end = Decoded<messages::AwaitedEnd>(frame);
        if (run_) run_->services->OnEnd(end.token, std::move(end.record));
        break;
      }
      case MessageType::kStop:
        if (run_) run_->stop.request_stop();
        break;
      default:
        _exit(messages::kOutOfStep);
    }
  }
}

void RunServer::Begin(messages::Assign assign) {
  // The last one has told of its end.
  if (thread_) thread_->Join();
  step_path_ = std::move(assign.step_path);
  step_text_ = std::move(assign.step_text);
  if (!BoundMemory(assign.assignment.limits.heap_bytes).ok()) _exit(messages::kOutOfStep);
  link_.SetLargest(
      messages::LargestMessage(assign.assignment.limits, assign.assignment.send_limits));
  const Run& run = run_.emplace(link_);
  Result<Thread> thread =
      Thread::Start([this, assignment = std::move(assign.assignment), services = run.services,
                     stop = run.stop.get_token()]() mutable {
        carrier::Completion completion =
            carrier_.Carry(std::move(assignment), std::move(services), std::move(stop));
        link_.TellNow(messages::Done{std::move(completion.step)});
      });
  if (!thread.ok()) _exit(messages::kOutOfStep);
  thread_ = std::move(*thread);
}

}  // namespace sendoff::worker

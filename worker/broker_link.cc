// SPDX-License-Identifier: MIT
#include "worker/broker_link.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <limits>
#include <string>

#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/exit_status.h"
#include "carrier/messages/to_worker.h"

namespace sendoff::worker {

using messages::Answer;
using messages::Doorbell;
using messages::Frame;

BrokerLink::BrokerLink(int socket, void* ring, size_t capacity)
    : socket_(socket),
      ring_(ring, capacity),
      writer_(std::in_place, messages::kLargestControl),
      // The host says what a run is given, however much that is.
      reader_(messages::Side::kWorker, std::numeric_limits<uint32_t>::max()) {}

void BrokerLink::SetLargest(uint32_t bytes) {
  const std::lock_guard lock(writing_);
  writer_.emplace(bytes);
}

void BrokerLink::Write(const Result<std::string_view>& frame) {
  if (!frame.ok()) _exit(messages::kOutOfStep);
  for (std::string_view rest = *frame;;) {
    uint64_t drained = 0;
    {
      const std::lock_guard lock(waiting_);
      drained = drained_;
    }
    rest.remove_prefix(ring_.Write(rest));
    if (rest.empty()) return;
    Ring(Doorbell::kRoomWanted);
    std::unique_lock lock(waiting_);
    changed_.wait(lock, [&] { return drained_ != drained; });
  }
}

void BrokerLink::Ring(Doorbell bell) {
  while (send(socket_, &bell, sizeof(bell), MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) _exit(messages::kAlone);
  }
}

uint64_t BrokerLink::NewNumber() {
  const std::lock_guard lock(waiting_);
  return ++last_number_;
}

void BrokerLink::Expect(uint64_t call) {
  const std::lock_guard lock(waiting_);
  answers_.try_emplace(call);
}

Answer::Value BrokerLink::WaitFor(uint64_t call) {
  std::unique_lock lock(waiting_);
  const auto answer = answers_.find(call);
  changed_.wait(lock, [&] { return answer->second.has_value(); });
  Answer::Value value = std::move(*answer->second);
  answers_.erase(answer);
  return value;
}

void BrokerLink::OnAnswer(Answer answer) {
  {
    const std::lock_guard lock(waiting_);
    const auto call = answers_.find(answer.call);
    if (call != answers_.end()) call->second = std::move(answer.value);
  }
  changed_.notify_all();
}

void BrokerLink::OnDrained() {
  {
    const std::lock_guard lock(waiting_);
    ++drained_;
  }
  changed_.notify_all();
}

Frame BrokerLink::Receive() {
  constexpr size_t kRead = 64 << 10;
  for (;;) {
    const Result<std::optional<Frame>> frame = reader_.Next();
    if (!frame.ok()) _exit(messages::kOutOfStep);
    if (!frame->has_value()) {
      std::string* room = reader_.Room();
      const size_t there = room->size();
      room->resize(there + kRead);
      const ssize_t count = recv(socket_, room->data() + there, kRead, 0);
      if (count == 0 || (count < 0 && errno != EINTR)) _exit(messages::kAlone);
      room->resize(there + static_cast<size_t>(count < 0 ? 0 : count));
    } else if ((*frame)->type == messages::MessageType::kAnswer) {
      Result<Answer> answer = messages::Decode<Answer>((*frame)->payload);
      if (!answer.ok()) _exit(messages::kOutOfStep);
      OnAnswer(std::move(*answer));
    } else if ((*frame)->type == messages::MessageType::kDrained) {
      OnDrained();
    } else {
      return **frame;
    }
  }
}

}  // namespace sendoff::worker

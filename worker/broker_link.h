// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/unique_function.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/ring.h"
#include "carrier/messages/ring_writer.h"

namespace sendoff::worker {

// A worker's end of what it has to say to its broker, and to hear: messages go into the ring, and
// the socket rings; what comes, comes by the socket. One thread calls `Receive`, again and again;
// all else is for any thread. Where the broker is gone, or says what cannot be, the process ends.
class BrokerLink {
 public:
  // The socket and the ring's memory, which was zero and is mapped for good.
  BrokerLink(int socket, void* ring, size_t capacity);
  BrokerLink(const BrokerLink&) = delete;
  BrokerLink& operator=(const BrokerLink&) = delete;

  // How many bytes a message may have from now on; see messages::LargestMessage.
  void SetLargest(uint32_t bytes);

  // In the order of the calls. The broker has it when this returns; it looks at it when something
  // is told it at once, or this process has ended. No system call, as long as there is room.
  template <class Message>
  void Tell(const Message& message) {
    const std::lock_guard lock(writing_);
    Write(writer_->Write(message));
  }

  // And the broker looks now.
  template <class Message>
  void TellNow(const Message& message) {
    Tell(message);
    Ring(messages::Doorbell::kLook);
  }

  // Asks, and waits for the answer, however long that takes.
  template <class Call>
  messages::Answer::Value Ask(Call call) {
    call.call = NewNumber();
    Expect(call.call);
    TellNow(call);
    return WaitFor(call.call);
  }

  // Which no other call or token has.
  uint64_t NewNumber();

  // The next message for the process, but for answers and Drained, which go to those who wait. It
  // is valid until the next call.
  messages::Frame Receive();

 private:
  void Write(const Result<std::string_view>& frame);
  void Ring(messages::Doorbell bell);
  void Expect(uint64_t call);
  messages::Answer::Value WaitFor(uint64_t call);
  void OnAnswer(messages::Answer answer);
  void OnDrained();

  const int socket_;
  std::mutex writing_;
  // Guarded by writing_.
  messages::RingWriter ring_;
  std::optional<messages::FrameWriter> writer_;  // always there

  messages::FrameReader reader_;  // of who calls Receive

  std::mutex waiting_;
  std::condition_variable changed_;
  // Guarded by waiting_.
  uint64_t last_number_ = 0;
  uint64_t drained_ = 0;                                                // how often
  std::map<uint64_t, std::optional<messages::Answer::Value>> answers_;  // of calls that wait
};

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/messages/control.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"

namespace sendoff::worker {

// The zygote's end of the socket to its host: a message in each packet, with descriptors beside it.
// One thread.
class ControlSocket {
 public:
  struct Packet {
    messages::MessageType type;
    std::string payload;
    std::vector<Descriptor> descriptors;
  };

  explicit ControlSocket(Descriptor socket) : socket_(std::move(socket)) {}

  int fd() const { return socket_.fd(); }

  // Waits for the next; none where the host is gone, or what it says is no message.
  std::optional<Packet> Receive();

  // The host may be gone, which the next Receive says.
  template <class Message>
  void Send(const Message& message) {
    SendFrame(writer_.Write(message));
  }

 private:
  void SendFrame(const Result<std::string_view>& frame);

  Descriptor socket_;
  messages::FrameWriter writer_{messages::kLargestControl};
};

}  // namespace sendoff::worker

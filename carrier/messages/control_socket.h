// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "carrier/messages/control.h"
#include "carrier/messages/frame_writer.h"

namespace sendoff::messages {

// An end of the pair of sockets of a host and its zygote (control.h): a message in each packet,
// with descriptors beside it. One thread at a time receives; all else is for any thread.
class ControlSocket {
 public:
  struct Packet {
    MessageType type;
    std::string payload;
    std::vector<Descriptor> descriptors;
  };

  ControlSocket(Descriptor socket, Side side) : socket_(std::move(socket)), side_(side) {}

  int fd() const { return socket_.fd(); }

  // Waits for the next; none where the other side is gone. kIo: what it says is no message to this
  // side.
  Result<std::optional<Packet>> Receive() const;

  // Gives copies of the descriptors, at most two. Fails with kIo; not where the other side is gone,
  // which `Receive` says.
  template <class Message>
  Result<void> Send(const Message& message, std::initializer_list<int> descriptors = {}) const {
    FrameWriter writer(kLargestControl);
    const Result<std::string_view> frame = writer.Write(message);
    if (!frame.ok()) return frame.error();
    return SendFrame(*frame, descriptors);
  }

  // Both ends hear that this one is gone.
  void Close() const;

 private:
  Result<void> SendFrame(std::string_view frame, std::initializer_list<int> descriptors) const;

  Descriptor socket_;
  Side side_;
};

}  // namespace sendoff::messages

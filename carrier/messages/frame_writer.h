// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// What a message has before it: how many bytes it has, in four of them, the lowest first, and its
// type in one.
inline constexpr size_t kFrameHead = 5;

// Makes frames of messages, one after another in the same memory. One thread.
class FrameWriter {
 public:
  // Messages have at most so many bytes; see LargestMessage.
  explicit FrameWriter(uint32_t most) : most_(most) {}

  // The frame, which is valid until the next. kIo, naming the message, where it is too long.
  template <class Message>
  Result<std::string_view> Write(const Message& message) {
    PackedWriter out = Begin();
    Encode(message, out);
    return End(Message::kType, std::move(out));
  }

 private:
  PackedWriter Begin();
  Result<std::string_view> End(MessageType type, PackedWriter&& out);

  const uint32_t most_;
  std::string frame_;
};

}  // namespace sendoff::messages

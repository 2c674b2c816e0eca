// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// A message that has come whole.
struct Frame {
  MessageType type;
  std::string_view payload;
};

// Collects frames from bytes, however these are cut. Half of one is none. It holds what has come of
// a frame, never what the frame only claims to have. One thread.
class FrameReader {
 public:
  // Messages have at most so many bytes; see LargestMessage.
  FrameReader(Side reader, uint32_t most) : reader_(reader), most_(most) {}

  // Where bytes are to be appended, behind those that are there. What `Next` gave is gone then.
  std::string* Room();

  // The next frame, which is valid until `Room`; none where it is not there yet. kIo for one that
  // is too long, or of a type that is not for this side: the first fault stays, as nobody knows
  // where the next frame begins.
  Result<std::optional<Frame>> Next();

  // Bytes that have come and were not given by `Next`.
  size_t waiting() const { return bytes_.size() - given_; }

 private:
  const Side reader_;
  const uint32_t most_;
  std::string bytes_;
  size_t given_ = 0;  // bytes from the front
};

}  // namespace sendoff::messages

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "base/packed_reader.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// A message from the payload of a frame that may be anybody's, by the message's own `Read`: as
// Encode wrote it, to the last byte, or kIo: "message Done: at byte 12, a number is cut short". It
// takes no more than some hundred times the memory of the bytes. `given`: what else Read wants.
template <class Message, class... Given>
Result<Message> Decode(std::string_view payload, const Given&... given) {
  PackedReader in(payload);
  Message message;
  Read(in, given..., &message);
  in.End();
  if (in.ok()) return message;
  return Error{ErrorCode::kIo,
               "message " + std::string(NameOf(Message::kType)) + ": " + in.fault()};
}

}  // namespace sendoff::messages

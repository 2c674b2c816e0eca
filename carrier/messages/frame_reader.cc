// SPDX-License-Identifier: MIT
#include "carrier/messages/frame_reader.h"

#include "carrier/messages/frame_writer.h"

namespace sendoff::messages {
namespace {

constexpr size_t kKept = 1 << 20;  // bytes of memory, while nothing waits

}  // namespace

std::string* FrameReader::Room() {
  bytes_.erase(0, given_);
  given_ = 0;
  if (bytes_.empty() && bytes_.capacity() > kKept) std::string().swap(bytes_);
  return &bytes_;
}

Result<std::optional<Frame>> FrameReader::Next() {
  if (waiting() < kFrameHead) return std::optional<Frame>();
  const std::string_view rest = std::string_view(bytes_).substr(given_);
  uint32_t size = 0;
  for (size_t i = 0; i < sizeof(size); ++i) {
    size |= uint32_t{static_cast<uint8_t>(rest[i])} << 8 * i;
  }
  const auto type = static_cast<uint8_t>(rest[sizeof(size)]);
  if (!IsFor(reader_, type)) {
    return Error{ErrorCode::kIo,
                 "a message of the type " + std::to_string(type) + ", which is none that can come"};
  }
  if (size > most_) {
    return Error{ErrorCode::kIo, "message " + std::string(NameOf(MessageType{type})) + ": it has " +
                                     std::to_string(size) + " bytes, more than the limit of " +
                                     std::to_string(most_)};
  }
  if (rest.size() - kFrameHead < size) return std::optional<Frame>();
  given_ += kFrameHead + size;
  return std::optional(Frame{MessageType{type}, rest.substr(kFrameHead, size)});
}

}  // namespace sendoff::messages

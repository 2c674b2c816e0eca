// SPDX-License-Identifier: MIT
#include "carrier/messages/frame_writer.h"

namespace sendoff::messages {
namespace {

constexpr size_t kKept = 1 << 20;  // bytes of memory, from one frame to the next

}  // namespace

PackedWriter FrameWriter::Begin() {
  if (frame_.capacity() > kKept) std::string().swap(frame_);
  frame_.assign(kFrameHead, '\0');
  return PackedWriter(std::move(frame_));
}

Result<std::string_view> FrameWriter::End(MessageType type, PackedWriter&& out) {
  frame_ = out.Take();
  const uint64_t size = frame_.size() - kFrameHead;
  if (size > most_) {
    return Error{ErrorCode::kIo, "message " + std::string(NameOf(type)) + ": it has " +
                                     std::to_string(size) + " bytes, more than the limit of " +
                                     std::to_string(most_)};
  }
  for (size_t i = 0; i < sizeof(uint32_t); ++i) frame_[i] = static_cast<char>(size >> 8 * i & 0xFF);
  frame_[sizeof(uint32_t)] = static_cast<char>(type);
  return std::string_view(frame_);
}

}  // namespace sendoff::messages

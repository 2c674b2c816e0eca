// SPDX-License-Identifier: MIT
// What a worker reads of its broker: frames out of a stream that is cut anywhere, and one message
// of the type that the input names. Whatever is read is written and read back the same.
#include <string>
#include <string_view>

#include "base/check.h"
#include "carrier/messages/answer.h"
#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/to_worker.h"
#include "fuzz/byte_reader.h"

namespace sendoff::messages {
namespace {

constexpr uint32_t kMost = 1 << 16;

template <class Message>
void Try(std::string_view payload) {
  const Result<Message> message = Decode<Message>(payload);
  if (!message.ok()) {
    SENDOFF_CHECK(message.error().code == ErrorCode::kIo);
    return;
  }
  FrameWriter frames(4 * kMost);
  const std::string written(frames.Write(*message).value());
  const Result<Message> twice = Decode<Message>(std::string_view(written).substr(kFrameHead));
  SENDOFF_CHECK(twice.ok());
  SENDOFF_CHECK(frames.Write(*twice).value() == written);
}

void Take(const Frame& frame) {
  switch (frame.type) {
    case MessageType::kBrokerHello:
      return Try<BrokerHello>(frame.payload);
    case MessageType::kAssign:
      return Try<Assign>(frame.payload);
    case MessageType::kAnswer:
      return Try<Answer>(frame.payload);
    case MessageType::kAwaitedEnd:
      return Try<AwaitedEnd>(frame.payload);
    case MessageType::kStop:
      return Try<Stop>(frame.payload);
    case MessageType::kDrained:
      return Try<Drained>(frame.payload);
    case MessageType::kFork:
      return Try<Fork>(frame.payload);
    case MessageType::kKill:
      return Try<Kill>(frame.payload);
    default:
      SENDOFF_UNREACHABLE();
  }
}

void Stream(fuzz::ByteReader input) {
  FrameReader frames(Side::kWorker, kMost);
  while (!input.empty()) {
    const size_t size = input.Byte();
    frames.Room()->append(input.Bytes(size));
    while (true) {
      const auto frame = frames.Next();
      if (!frame.ok()) return;
      if (!*frame) break;
      Take(**frame);
    }
  }
}

void Whole(std::string_view input) {
  if (input.empty() || !IsFor(Side::kWorker, static_cast<uint8_t>(input[0]))) return;
  Take({static_cast<MessageType>(input[0]), input.substr(1)});
}

}  // namespace
}  // namespace sendoff::messages

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  sendoff::messages::Stream(sendoff::fuzz::ByteReader(input));
  if (size <= sendoff::messages::kMost) sendoff::messages::Whole(input);
  return 0;
}

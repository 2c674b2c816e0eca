// SPDX-License-Identifier: MIT
// What a worker that was taken over can put into its ring, as the broker takes it out: first the
// input as it is, in pieces and with positions that it chooses, then frames of the types that it
// names. Whatever passes is what a step may bring about, and is written and read back the same.
#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text_encoding.h"
#include "carrier/messages/control.h"
#include "carrier/messages/decode.h"
#include "carrier/messages/frame_reader.h"
#include "carrier/messages/frame_writer.h"
#include "carrier/messages/hello.h"
#include "carrier/messages/json_text.h"
#include "carrier/messages/ring_reader.h"
#include "carrier/messages/run_checks.h"
#include "fuzz/byte_reader.h"

namespace sendoff::messages {
namespace {

constexpr size_t kCapacity = 256;
constexpr uint32_t kMost = 4096;

struct alignas(kRingData) Ring {
  RingHead head;
  char between[kRingData - sizeof(RingHead)];
  char data[kCapacity];
};
static_assert(sizeof(Ring) >= RingBytes(kCapacity) && offsetof(Ring, data) == kRingData);

class OneWallClock final : public WallClock {
 public:
  WallTime Now() const override { return WallTime(std::chrono::hours(500'000)); }
};

class OneClock final : public Clock {
 public:
  Instant Now() const override { return Instant(std::chrono::hours(1)); }
};

// The broker of one run.
class Broker {
 public:
  void Take(const Frame& frame) {
    switch (frame.type) {
#define SENDOFF_DECODED(Message) \
  case Message::kType:           \
    Try<Message>(frame.payload); \
    break;
      SENDOFF_DECODED(WorkerHello)
      SENDOFF_DECODED(StartFailed)
      SENDOFF_DECODED(Secret)
      SENDOFF_DECODED(Print)
      SENDOFF_DECODED(Request)
      SENDOFF_DECODED(HandOff)
      SENDOFF_DECODED(Cancel)
      SENDOFF_DECODED(Resolve)
      SENDOFF_DECODED(ReadFile)
      SENDOFF_DECODED(HasFile)
      SENDOFF_DECODED(Strip)
      SENDOFF_DECODED(FindStore)
      SENDOFF_DECODED(StoreGet)
      SENDOFF_DECODED(StoreSet)
      SENDOFF_DECODED(StoreDelete)
      SENDOFF_DECODED(StoreKeys)
      SENDOFF_DECODED(Forked)
      SENDOFF_DECODED(ForkFailed)
      SENDOFF_DECODED(Ended)
#undef SENDOFF_DECODED
      case MessageType::kAwaited:
        Try<Awaited>(frame.payload, checks_.most_terms());
        break;
      case MessageType::kDone:
        Try<Done>(frame.payload, checks_.limits());
        break;
      default:
        SENDOFF_UNREACHABLE();
    }
  }

 private:
  static carrier::Assignment Run() {
    carrier::Assignment assignment;
    assignment.limits.result_bytes = 1000;
    assignment.limits.console_bytes = 1000;
    assignment.limits.console_lines = 10;
    assignment.send_limits.body_bytes = 100;
    assignment.send_limits.url_bytes = 100;
    return assignment;
  }

  template <class Message, class... Given>
  void Try(std::string_view payload, const Given&... given) {
    Result<Message> message = Decode<Message>(payload, given...);
    if (!message.ok()) {
      SENDOFF_CHECK(message.error().code == ErrorCode::kIo);
      SENDOFF_CHECK(IsUtf8(message.error().message));
      return;
    }
    if (!Passes(*message)) return;
    const std::string written(frames_.Write(*message).value());
    const std::string_view again = std::string_view(written).substr(kFrameHead);
    Result<Message> twice = Decode<Message>(again, given...);
    SENDOFF_CHECK(twice.ok() && Passes(*twice));
    SENDOFF_CHECK(frames_.Write(*twice).value() == written);
  }

  template <class Message>
  bool Passes(Message& message) {
    Result<void> good;
    if constexpr (requires { checks_.Check(&message); }) {
      good = checks_.Check(&message);
    } else if constexpr (requires { checks_.Check(message); }) {
      good = checks_.Check(message);
    }
    if (good.ok()) Look(message);
    return good.ok();
  }

  template <class Message>
  static void Look(const Message& /*message*/) {}
  static void Look(const Request& request) {
    SENDOFF_CHECK(request.request.url.target.size() <= 100);
    SENDOFF_CHECK(!request.request.body || request.request.body->size() <= 100);
    SENDOFF_CHECK(!request.request.awaited);
  }
  static void Look(const StoreSet& call) { SENDOFF_CHECK(IsJson(call.value_json)); }
  static void Look(const HandOff& handoff) { SENDOFF_CHECK(IsUtf8(handoff.handoff.payload_json)); }
  static void Look(const Done& done) {
    SENDOFF_CHECK((done.step.status == StepStatus::kOk) != done.step.error.has_value());
    SENDOFF_CHECK(IsJsonObject(done.step.exports_json));
    SENDOFF_CHECK(done.step.console.size() <= 11);
    SENDOFF_CHECK(done.step.started_at == OneWallClock().Now());
    SENDOFF_CHECK(done.step.duration.count() == 0);
  }

  const OneClock clock_{};
  const OneWallClock wall_clock_{};
  RunChecks checks_{Run(), clock_, wall_clock_};
  FrameWriter frames_{2 * kMost};
};

// Gives the broker what is there, until it is fed up.
bool TakeAll(FrameReader& reader, Broker& broker) {
  while (true) {
    const auto frame = reader.Next();
    if (!frame.ok()) return false;
    if (!*frame) return true;
    SENDOFF_CHECK((*frame)->payload.size() <= kMost);
    broker.Take(**frame);
  }
}

void ThroughRing(fuzz::ByteReader input) {
  const auto ring = std::make_unique<Ring>();
  RingReader reader(ring.get(), kCapacity);
  FrameReader frames(Side::kBroker, kMost);
  Broker broker;
  uint64_t written = 0;
  while (!input.empty()) {
    const uint8_t choice = input.Byte();
    const std::string_view bytes = input.Bytes(choice % 128);
    for (const char c : bytes) ring->data[written++ % kCapacity] = c;
    // Most of the time it plays by the rules.
    if (choice == 255) written += uint64_t{input.Byte()} * input.Byte() - 100;
    ring->head.written = written;
    std::string* room = frames.Room();
    const size_t before = room->size();
    const Result<size_t> read = reader.Read(room, choice % 200 + 1);
    if (!read.ok()) return;
    SENDOFF_CHECK(*read <= kCapacity && room->size() == before + *read);
    if (!TakeAll(frames, broker)) return;
  }
}

void ByType(fuzz::ByteReader input) {
  Broker broker;
  while (!input.empty()) {
    const uint8_t type = input.Byte();
    const size_t size = input.Byte() * size_t{8};
    const std::string_view payload = input.Bytes(size);
    if (IsFor(Side::kBroker, type)) broker.Take({MessageType{type}, payload});
  }
}

// One message, as long as the input is.
void Whole(std::string_view input) {
  if (input.empty() || !IsFor(Side::kBroker, static_cast<uint8_t>(input[0]))) return;
  Broker().Take({static_cast<MessageType>(input[0]), input.substr(1)});
}

}  // namespace
}  // namespace sendoff::messages

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  sendoff::messages::ThroughRing(sendoff::fuzz::ByteReader(input));
  sendoff::messages::ByType(sendoff::fuzz::ByteReader(input));
  if (size <= sendoff::messages::kMost) sendoff::messages::Whole(input);
  return 0;
}

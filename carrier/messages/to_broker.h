// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <cstdint>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"
#include "net/http/outbound_request.h"
#include "request/handoffs.h"

namespace sendoff::messages {

// What the worker tells and wants no answer to. Nobody vouches for any of it: RunChecks judges what
// was decoded.

// Services::KeepSecret.
struct Secret {
  static constexpr MessageType kType = MessageType::kSecret;
  std::string text;
};

// Services::Print.
struct Print {
  static constexpr MessageType kType = MessageType::kPrint;
  ConsoleLine line;
};

// A deferred request, which is accepted when this is in the ring. Its number is of no meaning: the
// broker's Outbox gives it one.
struct Request {
  static constexpr MessageType kType = MessageType::kRequest;
  net::OutboundRequest request;
};

struct HandOff {
  static constexpr MessageType kType = MessageType::kHandOff;
  request::Handoff handoff;
};

// A request that the step waits for, with its terms. AwaitedEnd answers it, once.
struct Awaited {
  static constexpr MessageType kType = MessageType::kAwaited;
  uint64_t token = 0;  // the worker's own; none comes twice while it lives
  net::OutboundRequest request;
};

// AwaitedSender::Cancel.
struct Cancel {
  static constexpr MessageType kType = MessageType::kCancel;
  uint64_t token = 0;  // of an Awaited
};

void Encode(const Secret& secret, PackedWriter& out);
void Encode(const Print& print, PackedWriter& out);
void Encode(const Request& request, PackedWriter& out);
void Encode(const HandOff& handoff, PackedWriter& out);
void Encode(const Awaited& awaited, PackedWriter& out);
void Encode(const Cancel& cancel, PackedWriter& out);

void Read(PackedReader& in, Secret* secret);
void Read(PackedReader& in, Print* print);
void Read(PackedReader& in, Request* request);
void Read(PackedReader& in, HandOff* handoff);
// `most` is what its terms may be; see request::MostAwaitedTerms.
void Read(PackedReader& in, const net::AwaitedTerms& most, Awaited* awaited);
void Read(PackedReader& in, Cancel* cancel);

// A console line, which Done has, too.
void WriteLine(const ConsoleLine& line, PackedWriter& out);
ConsoleLine ReadLine(PackedReader& in);

}  // namespace sendoff::messages

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/carrier.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// A run. Of the input `root` and `secrets` stay with the broker, which reads the files and hides
// the texts: they are empty here.
struct Assign {
  static constexpr MessageType kType = MessageType::kAssign;
  carrier::Assignment assignment;
  std::string step_path;                 // ModuleSources::step_path
  std::optional<std::string> step_text;  // none: `Read` says why it cannot be had
};

// What came of an awaited request, with the whole body.
struct AwaitedEnd {
  static constexpr MessageType kType = MessageType::kAwaitedEnd;
  uint64_t token = 0;  // of the message Awaited
  Record record;
};

// The run is to end, as by a limit.
struct Stop {
  static constexpr MessageType kType = MessageType::kStop;
};

// The ring was emptied, after Doorbell::kRoomWanted.
struct Drained {
  static constexpr MessageType kType = MessageType::kDrained;
};

void Encode(const Assign& assign, PackedWriter& out);
void Encode(const AwaitedEnd& end, PackedWriter& out);
inline void Encode(const Stop& /*stop*/, PackedWriter& /*out*/) {}
inline void Encode(const Drained& /*drained*/, PackedWriter& /*out*/) {}

void Read(PackedReader& in, Assign* assign);
void Read(PackedReader& in, AwaitedEnd* end);
inline void Read(PackedReader& /*in*/, Stop* /*stop*/) {}
inline void Read(PackedReader& /*in*/, Drained* /*drained*/) {}

}  // namespace sendoff::messages

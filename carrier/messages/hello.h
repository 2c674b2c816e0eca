// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// The first message each way. In every protocol it begins with these two, so that two that differ
// can say so; a reader of another protocol believes nothing behind them.
struct BrokerHello {
  static constexpr MessageType kType = MessageType::kBrokerHello;
  uint64_t protocol = kProtocol;
  std::string sendoff;  // the version of it, for people
};

struct WorkerHello {
  static constexpr MessageType kType = MessageType::kWorkerHello;
  uint64_t protocol = kProtocol;
  std::string sendoff;
  std::string v8;       // as V8Version has it
  std::string lock_in;  // which layers hold, as whoever reads it has agreed upon
};

void Encode(const BrokerHello& hello, PackedWriter& out);
void Encode(const WorkerHello& hello, PackedWriter& out);
void Read(PackedReader& in, BrokerHello* hello);
void Read(PackedReader& in, WorkerHello* hello);

}  // namespace sendoff::messages

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sendoff/version.h>

#include <cstdint>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/build_id.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// The first message each way. In every protocol it begins with these two, so that two that differ
// can say so; a reader of another protocol believes nothing behind them.
struct BrokerHello {
  static constexpr MessageType kType = MessageType::kBrokerHello;
  uint64_t protocol = kProtocol;
  std::string sendoff = SENDOFF_VERSION;  // for people
};

struct WorkerHello {
  static constexpr MessageType kType = MessageType::kWorkerHello;
  uint64_t protocol = kProtocol;
  std::string sendoff = SENDOFF_VERSION;
  std::string build = BuildId();
  std::string v8;       // as V8Version has it
  std::string lock_in;  // which layers hold, as whoever reads it has agreed upon
};

// In the place of WorkerHello, from a zygote or a worker that ends now.
struct StartFailed {
  static constexpr MessageType kType = MessageType::kStartFailed;
  std::string why;  // a sentence for people
};

// Whether it is of the same sources as this side: versions alone say nothing between two releases.
// kUsage, naming both.
Result<void> CheckSameBuild(const WorkerHello& hello);

void Encode(const BrokerHello& hello, PackedWriter& out);
void Encode(const WorkerHello& hello, PackedWriter& out);
void Encode(const StartFailed& failed, PackedWriter& out);
void Read(PackedReader& in, BrokerHello* hello);
void Read(PackedReader& in, WorkerHello* hello);
void Read(PackedReader& in, StartFailed* failed);

}  // namespace sendoff::messages

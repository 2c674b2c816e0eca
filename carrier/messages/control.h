// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "base/packed_reader.h"
#include "base/packed_writer.h"
#include "carrier/messages/message_type.h"

namespace sendoff::messages {

// What a host and its zygote say to each other, on a pair of sockets of the kind SOCK_SEQPACKET:
// each message is a frame in a packet of its own, no longer than kLargestControl. The zygote runs
// nothing of a stranger's, so that the two trust each other; who is who is said by the first
// message each way, BrokerHello and WorkerHello.

inline constexpr uint32_t kLargestControl = 64 << 10;

// To the zygote: a new worker. With it come two descriptors: the worker's end of a pair of stream
// sockets, and the memory of its ring. Answered by Forked or ForkFailed.
struct Fork {
  static constexpr MessageType kType = MessageType::kFork;
  uint64_t worker = 0;         // the host's own number, which does not come twice
  uint64_t ring_capacity = 0;  // of the ring, see carrier/messages/ring.h
};

// To the zygote: that worker is to end now, whatever it does. Nothing happens where it has.
struct Kill {
  static constexpr MessageType kType = MessageType::kKill;
  uint64_t worker = 0;
};

// To the host.
struct Forked {
  static constexpr MessageType kType = MessageType::kForked;
  uint64_t worker = 0;
};

struct ForkFailed {
  static constexpr MessageType kType = MessageType::kForkFailed;
  uint64_t worker = 0;
  std::string why;  // "Resource temporarily unavailable"
};

// A worker that was forked has ended; once for each.
struct Ended {
  static constexpr MessageType kType = MessageType::kEnded;
  uint64_t worker = 0;
  bool was_killed = false;  // by a signal
  uint64_t number = 0;      // of the signal, or its exit status
};

void Encode(const Fork& fork, PackedWriter& out);
void Encode(const Kill& kill, PackedWriter& out);
void Encode(const Forked& forked, PackedWriter& out);
void Encode(const ForkFailed& failed, PackedWriter& out);
void Encode(const Ended& ended, PackedWriter& out);

void Read(PackedReader& in, Fork* fork);
void Read(PackedReader& in, Kill* kill);
void Read(PackedReader& in, Forked* forked);
void Read(PackedReader& in, ForkFailed* failed);
void Read(PackedReader& in, Ended* ended);

}  // namespace sendoff::messages

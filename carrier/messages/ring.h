// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace sendoff::messages {

// A pipe of bytes in memory that two processes share: the worker writes, the broker reads. What is
// in it outlives the worker. How one wakes the other is no part of it.
//
// Positions count bytes from the beginning and never wrap round; a byte's place is its position
// modulo the capacity.
struct RingHead {
  alignas(64) std::atomic<uint64_t> written{0};  // stored by the writer, when the bytes are there
  alignas(64) std::atomic<uint64_t> read{0};     // stored by the reader, when they were copied
};

// Fixed places, for two programs that may be compiled apart.
inline constexpr size_t kRingData = 4096;  // where the bytes begin
static_assert(offsetof(RingHead, written) == 0 && offsetof(RingHead, read) == 64);
static_assert(sizeof(RingHead) == 128 && std::atomic<uint64_t>::is_always_lock_free);

// What the worker writes on the socket to wake the broker, a byte each. The broker answers
// kRoomWanted with the message Drained, once it has taken out all there was.
enum class Doorbell : uint8_t {
  kLook = 1,        // there is something that wants to be seen now
  kRoomWanted = 2,  // and the ring is full: the worker waits
};

// How much memory a ring with that capacity takes. The capacity is a power of two.
constexpr size_t RingBytes(size_t capacity) { return kRingData + capacity; }

}  // namespace sendoff::messages

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "carrier/messages/ring.h"

namespace sendoff::messages {

// The worker's end of a ring. One thread at a time.
class RingWriter {
 public:
  // `memory` has RingBytes(capacity) bytes and stays; it was zero when the ring was new.
  RingWriter(void* memory, size_t capacity);
  RingWriter(const RingWriter&) = delete;
  RingWriter& operator=(const RingWriter&) = delete;

  // Writes as many of the bytes as there is room for, shows them to the reader, and returns how
  // many these were. No system call. A caller that gets less wakes the reader and waits until it
  // has read.
  size_t Write(std::string_view bytes);

 private:
  RingHead& head_;
  char* const data_;
  const size_t capacity_;
  uint64_t written_;
};

}  // namespace sendoff::messages

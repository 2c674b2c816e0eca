// SPDX-License-Identifier: MIT
#include "carrier/messages/ring_writer.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace sendoff::messages {

RingWriter::RingWriter(void* memory, size_t capacity)
    : head_(*static_cast<RingHead*>(memory)),
      data_(static_cast<char*>(memory) + kRingData),
      capacity_(capacity),
      written_(head_.written.load(std::memory_order_relaxed)) {
  SENDOFF_CHECK(std::has_single_bit(capacity));
}

size_t RingWriter::Write(std::string_view bytes) {
  const uint64_t waiting = written_ - head_.read.load(std::memory_order_acquire);
  SENDOFF_CHECK(waiting <= capacity_);
  bytes = bytes.substr(0, capacity_ - waiting);
  const size_t place = written_ & (capacity_ - 1);
  const size_t before_end = std::min(bytes.size(), capacity_ - place);
  bytes.copy(data_ + place, before_end);
  bytes.copy(data_, bytes.size() - before_end, before_end);
  written_ += bytes.size();
  head_.written.store(written_, std::memory_order_release);
  return bytes.size();
}

}  // namespace sendoff::messages

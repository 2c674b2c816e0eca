// SPDX-License-Identifier: MIT
#include "carrier/messages/ring_reader.h"

#include <algorithm>
#include <bit>

#include "base/check.h"

namespace sendoff::messages {

RingReader::RingReader(void* memory, size_t capacity)
    : head_(*static_cast<RingHead*>(memory)),
      data_(static_cast<const char*>(memory) + kRingData),
      capacity_(capacity) {
  SENDOFF_CHECK(std::has_single_bit(capacity));
}

Result<size_t> RingReader::Read(std::string* out, size_t most) {
  const uint64_t written = head_.written.load(std::memory_order_acquire);
  if (written < shown_ || written - read_ > capacity_) {
    return Error{ErrorCode::kIo, "the ring says that " + std::to_string(written) +
                                     " bytes were written, after " + std::to_string(shown_) +
                                     ", of which " + std::to_string(read_) + " were read"};
  }
  shown_ = written;
  const size_t size = std::min<uint64_t>(written - read_, most);
  const size_t place = read_ & (capacity_ - 1);
  const size_t before_end = std::min(size, capacity_ - place);
  out->append(data_ + place, before_end);
  out->append(data_, size - before_end);
  read_ += size;
  head_.read.store(read_, std::memory_order_release);
  return size;
}

}  // namespace sendoff::messages

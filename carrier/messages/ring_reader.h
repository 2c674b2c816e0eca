// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "carrier/messages/ring.h"

namespace sendoff::messages {

// The broker's end of a ring whose other end may be anybody's: it goes by positions of its own, and
// copies before anybody looks. Where the writer changes bytes while they are copied, the copy is
// some bytes or others, and no more than that. One thread at a time.
class RingReader {
 public:
  // `memory` has RingBytes(capacity) bytes and stays; it was zero when the ring was new.
  RingReader(void* memory, size_t capacity);
  RingReader(const RingReader&) = delete;
  RingReader& operator=(const RingReader&) = delete;

  // Appends to `*out` what was written, at most so many bytes, and gives their room back. How many
  // these were: 0 where there is nothing. kIo for a position that a writer cannot have come to:
  // behind one that it had shown before, or further ahead than the ring has room.
  Result<size_t> Read(std::string* out, size_t most);

 private:
  RingHead& head_;
  const char* const data_;
  const size_t capacity_;
  uint64_t read_ = 0;
  uint64_t shown_ = 0;  // the last position that the writer has shown
};

}  // namespace sendoff::messages

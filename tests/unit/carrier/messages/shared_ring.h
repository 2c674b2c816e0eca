// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

#include "carrier/messages/ring.h"

namespace sendoff::test {

// Memory of a new ring, as a page of it would be.
class SharedRing {
 public:
  explicit SharedRing(size_t capacity)
      : capacity_(capacity),
        memory_(static_cast<char*>(::operator new(messages::RingBytes(capacity), kPage))) {
    std::fill_n(memory_.get(), messages::RingBytes(capacity), '\0');
  }

  void* memory() { return memory_.get(); }
  size_t capacity() const { return capacity_; }
  messages::RingHead& head() { return *reinterpret_cast<messages::RingHead*>(memory_.get()); }

 private:
  static constexpr auto kPage = std::align_val_t(4096);
  struct Free {
    void operator()(char* memory) const { ::operator delete(memory, kPage); }
  };

  const size_t capacity_;
  const std::unique_ptr<char, Free> memory_;
};

}  // namespace sendoff::test

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <utility>

#include "base/descriptor.h"

namespace sendoff::carrier {

// The memory of a ring (carrier/messages/ring.h), mapped here and to be mapped by a worker, which
// can neither shrink nor grow it. Zero when it is new; it takes memory as far as it is used.
class SharedRing {
 public:
  // kIo: no memory, or no descriptor.
  static Result<SharedRing> Create(size_t capacity);

  SharedRing(SharedRing&& other) noexcept
      : file_(std::move(other.file_)),
        memory_(std::exchange(other.memory_, nullptr)),
        capacity_(other.capacity_) {}
  SharedRing& operator=(SharedRing&&) = delete;
  ~SharedRing();

  void* memory() const { return memory_; }
  size_t capacity() const { return capacity_; }

  // For the worker, once: after this only the mapping is left.
  Descriptor TakeFile() { return std::exchange(file_, Descriptor(-1)); }

 private:
  SharedRing(Descriptor file, void* memory, size_t capacity)
      : file_(std::move(file)), memory_(memory), capacity_(capacity) {}

  Descriptor file_;
  void* memory_;
  size_t capacity_;
};

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "runtime/v8/counting_allocator.h"
#include "runtime/v8/v8_forwarding.h"

namespace sendoff::runtime {

// Counts the memory of resizable ArrayBuffers and growable SharedArrayBuffers: V8 reserves their
// largest size itself, makes as much of it accessible as they have, and asks no
// ArrayBuffer::Allocator. A reservation counts for the run whose thread made it, with the bytes
// that are accessible from its start; past the run's limit no more become so, and V8 throws a
// RangeError. Everything else passes through. Safe from any thread.
class BufferPages final : public ForwardingPages {
 public:
  using ForwardingPages::ForwardingPages;

  // Whose reservations this thread makes from now on. `owner` outlives the next call; null:
  // nobody's.
  static void SetOwner(const std::shared_ptr<CountingAllocator>* owner);

  void* AllocatePages(void* address, size_t length, size_t alignment, Permission access) override;
  bool FreePages(void* address, size_t length) override;
  bool SetPermissions(void* address, size_t length, Permission access) override;
  bool DecommitPages(void* address, size_t length) override;

 private:
  struct Reservation {
    size_t length;
    size_t accessible;  // from the start on
    std::shared_ptr<CountingAllocator> owner;
  };

  // The reservation that `address` lies in, or null. Its start is `*start`.
  Reservation* Find(uintptr_t address, uintptr_t* start);
  void Shrink(uintptr_t address);

  std::mutex mutex_;
  std::map<uintptr_t, Reservation> reservations_;  // by their start; guarded by mutex_
  std::atomic<size_t> count_{0};                   // of those, for who has none to look for
};

}  // namespace sendoff::runtime

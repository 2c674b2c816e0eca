// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace sendoff::runtime {

// The memory of an isolate's ArrayBuffers, counted against its limit. Past it an allocation fails,
// and V8, after it has collected garbage and tried again, throws a RangeError. V8 frees from its
// own threads, too, so the counts are atomic. Owned together with the isolate's backing stores,
// the last of which may go after the isolate.
class CountingAllocator final : public v8::ArrayBuffer::Allocator {
 public:
  explicit CountingAllocator(uint64_t limit_bytes);

  void* Allocate(size_t length) override;
  void* AllocateUninitialized(size_t length) override;
  void Free(void* data, size_t length) override;

  // Counts memory that V8 has from elsewhere; see BufferPages. False, and not counted, past the
  // limit.
  bool Reserve(size_t length);
  void Return(size_t length) { allocated_bytes_ -= length; }

  // What the JavaScript heap took when it was last looked at; it shares the limit.
  void set_heap_bytes(uint64_t bytes) { heap_bytes_ = bytes; }

  uint64_t allocated_bytes() const { return allocated_bytes_; }

 private:
  const uint64_t limit_bytes_;
  const std::unique_ptr<v8::ArrayBuffer::Allocator> inner_;
  std::atomic<uint64_t> allocated_bytes_{0};
  std::atomic<uint64_t> heap_bytes_{0};
};

}  // namespace sendoff::runtime

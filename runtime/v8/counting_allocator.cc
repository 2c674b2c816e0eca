// SPDX-License-Identifier: MIT
#include "runtime/v8/counting_allocator.h"

namespace sendoff::runtime {

CountingAllocator::CountingAllocator(uint64_t limit_bytes)
    : limit_bytes_(limit_bytes), inner_(v8::ArrayBuffer::Allocator::NewDefaultAllocator()) {}

bool CountingAllocator::Reserve(size_t length) {
  const uint64_t before = allocated_bytes_.fetch_add(length);
  const uint64_t used = before + heap_bytes_;
  if (length <= limit_bytes_ && used <= limit_bytes_ - length) return true;
  allocated_bytes_ -= length;
  return false;
}

void* CountingAllocator::Allocate(size_t length) {
  if (!Reserve(length)) return nullptr;
  void* data = inner_->Allocate(length);
  if (data == nullptr) allocated_bytes_ -= length;
  return data;
}

void* CountingAllocator::AllocateUninitialized(size_t length) {
  if (!Reserve(length)) return nullptr;
  void* data = inner_->AllocateUninitialized(length);
  if (data == nullptr) allocated_bytes_ -= length;
  return data;
}

void CountingAllocator::Free(void* data, size_t length) {
  inner_->Free(data, length);
  allocated_bytes_ -= length;
}

}  // namespace sendoff::runtime

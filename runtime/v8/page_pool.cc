// SPDX-License-Identifier: MIT
#include "runtime/v8/page_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace sendoff::runtime {
namespace {

bool IsChunk(const void* address, size_t length) {
  return length == PagePool::kChunkBytes &&
         reinterpret_cast<uintptr_t>(address) % PagePool::kChunkBytes == 0;
}

char* At(void* address, size_t offset) { return static_cast<char*>(address) + offset; }

// Makes all of it zeros, without giving memory to pages that have none.
bool Clear(void* chunk) {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t count = PagePool::kChunkBytes / page;
  std::vector<unsigned char> in_memory(count);
  if (mincore(chunk, PagePool::kChunkBytes, in_memory.data()) != 0) return false;
  for (size_t first = 0, last = 0; first < count; first = last) {
    const bool resident = (in_memory[first] & 1) != 0;
    while (last < count && ((in_memory[last] & 1) != 0) == resident) ++last;
    char* const start = At(chunk, first * page);
    const size_t length = (last - first) * page;
    if (resident) {
      std::memset(start, 0, length);
    } else if (madvise(start, length, MADV_DONTNEED) != 0) {  // it may have been swapped out
      return false;
    }
  }
  return true;
}

}  // namespace

PagePool::~PagePool() {
  for (void* chunk : kept_) ForwardingPages::FreePages(chunk, kChunkBytes);
}

void* PagePool::AllocatePages(void* address, size_t length, size_t alignment, Permission access) {
  // Only heaps align something so.
  if (length == kChunkBytes && alignment == kChunkBytes &&
      (access == kNoAccess || access == kReadWrite)) {
    const std::lock_guard lock(mutex_);
    if (!kept_.empty()) {
      void* const chunk = kept_.back();
      kept_.pop_back();
      unwanted_ = std::min(unwanted_, kept_.size());
      return chunk;
    }
  }
  return ForwardingPages::AllocatePages(address, length, alignment, access);
}

bool PagePool::ReleasePages(void* address, size_t length, size_t new_length) {
  {
    const std::lock_guard lock(mutex_);
    if (IsChunk(address, length)) cut_.insert(address);
    if (cut_.count(address) == 0) {
      return ForwardingPages::ReleasePages(address, length, new_length);
    }
  }
  return SetPermissions(At(address, new_length), length - new_length, kNoAccess);
}

bool PagePool::FreePages(void* address, size_t length) {
  {
    const std::lock_guard lock(mutex_);
    if (cut_.erase(address) != 0) length = kChunkBytes;
  }
  return (IsChunk(address, length) && Keep(address)) || ForwardingPages::FreePages(address, length);
}

// False when there is no room for it, or it cannot be made as good as new.
bool PagePool::Keep(void* chunk) {
  {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= max_chunks_) return false;
  }
  // It may have been read-only, or without memory, and could even have held code.
  if (!SetPermissions(chunk, kChunkBytes, kReadWrite) || !Clear(chunk)) return false;
  bool begin = false;
  {
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= max_chunks_) return false;
    kept_.push_back(chunk);
    begin = !std::exchange(trim_is_due_, true);
  }
  if (begin) on_keep_();
  return true;
}

bool PagePool::Trim() {
  std::vector<void*> unwanted;
  bool is_trimmed = false;
  {
    const std::lock_guard lock(mutex_);
    const auto end = kept_.begin() + static_cast<ptrdiff_t>(unwanted_);
    unwanted.assign(kept_.begin(), end);
    kept_.erase(kept_.begin(), end);
    unwanted_ = kept_.size();
    is_trimmed = trim_is_due_ = !kept_.empty();
  }
  for (void* chunk : unwanted) ForwardingPages::FreePages(chunk, kChunkBytes);
  return is_trimmed;
}

}  // namespace sendoff::runtime

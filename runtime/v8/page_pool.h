// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "base/unique_function.h"
#include "runtime/v8/v8_forwarding.h"

namespace sendoff::runtime {

// Where V8 has its memory from. The chunks that its heaps are made of, 256 KiB each, are kept when
// a heap has done with them, at most so many, and given to the next one: to map a chunk, to unmap
// it, and above all to fault its pages in one by one was a quarter of a short run.
//
// All else goes to `pages` as it is, code and its reservations included. A kept chunk was cleared,
// so that no run finds in it what another has left. Safe from any thread.
class PagePool final : public ForwardingPages {
 public:
  static constexpr size_t kChunkBytes = size_t{256} << 10;

  // `pages` outlives it. `on_keep` is called, on any thread, when there is something to trim: Trim
  // is to be called from time to time then, until it says that nothing is left.
  PagePool(v8::PageAllocator& pages, size_t max_chunks, UniqueFunction<void()> on_keep)
      : ForwardingPages(pages), max_chunks_(max_chunks), on_keep_(std::move(on_keep)) {}
  ~PagePool() override;
  PagePool(const PagePool&) = delete;
  PagePool& operator=(const PagePool&) = delete;

  // Gives those chunks back to the system that nobody has wanted since the last call. False when
  // none is left.
  bool Trim();

  // A kept chunk can be written from the start, also where kNoAccess was asked for: V8 makes all of
  // a chunk writable at once.
  void* AllocatePages(void* address, size_t length, size_t alignment, Permission access) override;
  bool FreePages(void* address, size_t length) override;
  // What V8 gives back of a chunk cannot be touched any more, and has no memory, but stays
  // reserved, so that the chunk can be kept as a whole.
  bool ReleasePages(void* address, size_t length, size_t new_length) override;

 private:
  bool Keep(void* chunk);

  const size_t max_chunks_;
  UniqueFunction<void()> on_keep_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::vector<void*> kept_;   // the last one is given out first: what is the likeliest to be cached
  size_t unwanted_ = 0;       // so many of the first ones nobody has wanted since the last Trim
  bool trim_is_due_ = false;  // on_keep was called, and Trim has not said that nothing is left
  std::set<void*> cut_;       // chunks of which V8 has given a part back
};

}  // namespace sendoff::runtime

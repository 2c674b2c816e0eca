// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "runtime/v8/buffer_pages.h"
#include "runtime/v8/fatal_error.h"
#include "runtime/v8/page_pool.h"
#include "runtime/v8/v8_forwarding.h"

namespace sendoff::runtime {

// V8's default platform, but for the memory of its heaps, which comes from a pool, for that of
// resizable buffers, which is counted, and for what it prints of a stack before it ends the
// process: that is when it tells the run of this thread.
class PooledPlatform final : public ForwardingPlatform {
 public:
  // `to` outlives it, and runs no delayed task any more when it goes.
  explicit PooledPlatform(v8::Platform& to)
      : ForwardingPlatform(to),
        to_(to),
        buffer_pages_(*to.GetPageAllocator()),
        pages_(buffer_pages_, kMaxChunks, [this] { TrimLater(); }) {}

  v8::PageAllocator* GetPageAllocator() override { return &pages_; }
  StackTracePrinter GetStackTracePrinter() override { return OnFatalErrorPrinted; }

 private:
  class TrimTask;

  // 8 MiB: what two or three isolates of short runs have, or what one of many runs gives back when
  // it collects its garbage.
  static constexpr size_t kMaxChunks = 32;
  static constexpr double kTrimSeconds = 1;

  void TrimLater();

  v8::Platform& to_;
  BufferPages buffer_pages_;
  PagePool pages_;
};

}  // namespace sendoff::runtime

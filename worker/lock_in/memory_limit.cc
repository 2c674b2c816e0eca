// SPDX-License-Identifier: MIT
#include "worker/lock_in/memory_limit.h"

#include <sys/resource.h>

#include <algorithm>

#include "base/sanitizer.h"
#include "base/saturating.h"
#include "base/system_error.h"

namespace sendoff::worker {
namespace {

// Mapped of a worker on Linux x86-64 with V8 13.6 before its step has run: 1.1 GiB, of which V8's
// room for code, malloc's for its threads and their stacks are the most and are hardly used. The
// rest is for more threads.
constexpr uint64_t kAtRest = 2ull << 30;

[[maybe_unused]] uint64_t MostMappedBytes(uint64_t heap_bytes) {
  // Twice: while the garbage is collected of a heap, some of it is there two times, and so is what
  // becomes JSON or a text.
  return SaturatingSum({kAtRest, heap_bytes, heap_bytes});
}

}  // namespace

Result<void> BoundMemory(uint64_t heap_bytes) {
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  static_cast<void>(heap_bytes);
#else
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0) return SystemError("getrlimit");
  limit.rlim_max = std::min<rlim_t>(limit.rlim_max, MostMappedBytes(heap_bytes));
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_AS, &limit) != 0) return SystemError("setrlimit");
#endif
  return {};
}

}  // namespace sendoff::worker

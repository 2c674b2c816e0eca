// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

#include "base/timer_queue.h"
#include "net/stream/byte_stream.h"

namespace sendoff::test {

struct MemoryPipeOptions {
  // How many bytes may be under way in one direction; a write of more is taken in parts, as the
  // other end reads. What a kernel's socket buffers do.
  size_t capacity = std::numeric_limits<size_t>::max();
  net::SocketAddress first;
  net::SocketAddress second;
};

// Two streams back to back: what one is given, the other is told of, at the next turn of `timers`,
// which must outlive both.
std::pair<std::unique_ptr<net::ByteStream>, std::unique_ptr<net::ByteStream>> NewMemoryPipe(
    TimerQueue& timers, const MemoryPipeOptions& options = {});

}  // namespace sendoff::test

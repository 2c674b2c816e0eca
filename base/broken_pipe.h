// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

namespace sendoff {

// libuv writes with write(2), and the kernel answers a write to a closed connection with SIGPIPE
// for the writing thread, which ends the process where nobody has said otherwise.

// Blocks the signal for the calling thread, from now on: for threads that are ours.
void BlockBrokenPipe();

// Whether the calling thread, which is somebody else's and stays as it is, may write to sockets:
// fails (kUsage) where the signal would end the process.
Result<void> CheckBrokenPipe();

}  // namespace sendoff

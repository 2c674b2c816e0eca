// SPDX-License-Identifier: MIT
#pragma once

#include "base/loop.h"
#include "net/stream/network.h"

namespace sendoff::net {

// The machine's TCP. Sockets have TCP_NODELAY, no fast open. The loop must outlive it, and it the
// streams and attempts it made. SIGPIPE must not end the process, see base/broken_pipe.h.
std::unique_ptr<Network> NewTcpNetwork(Loop& loop);

}  // namespace sendoff::net

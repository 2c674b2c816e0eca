// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include "base/loop.h"
#include "net/resolver.h"

namespace sendoff::net {

// A resolver on c-ares: /etc/hosts, then the name servers of /etc/resolv.conf, on the loop and
// without threads, so that a dead name holds up nobody else. The loop must outlive it.
Result<std::unique_ptr<Resolver>> NewCaresResolver(Loop& loop);

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "base/timer_queue.h"
#include "net/dns/resolver.h"

namespace sendoff::net {

struct ResolverCacheOptions {
  // An answer's own TTL is moved into these bounds. The lower one lets the requests of one run
  // share a look-up even where the servers say 0; the upper one bounds how long a moved service is
  // missed.
  std::chrono::seconds positive_min{1};
  std::chrono::seconds positive_max{60};
  std::chrono::seconds negative_min{1};
  std::chrono::seconds negative_max{5};
  size_t entries = 10'000;  // the one used longest ago gives way
};

// A Resolver that remembers what `below` answered, and asks it once for a name however many wait.
// It keeps answers unfiltered: the egress policy looks at them on every use. A look-up whose askers
// have all gone away goes on and fills the cache. `timers` must outlive it; one loop thread.
std::unique_ptr<Resolver> NewResolverCache(TimerQueue& timers, std::unique_ptr<Resolver> below,
                                           const ResolverCacheOptions& options = {});

}  // namespace sendoff::net

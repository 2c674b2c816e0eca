// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "delivery/deliverer.h"
#include "net/connection/network_counts.h"
#include "net/dns/cares_resolver.h"
#include "net/dns/resolver.h"
#include "net/egress/egress_policy.h"
#include "net/stream/network.h"
#include "net/tls/tls_context.h"

namespace sendoff::delivery {

// A Deliverer with the machine's network, names and roots, on any loop: that of a DeliveryThread,
// or one that a host owns and runs (see Loop). It starts no thread, and changes neither the signals
// of the thread nor anything else that the host has. One loop thread.
//
// While the host's loop runs: it has something to wait for as long as requests are under way, a
// name is looked up, or connections are kept (for some seconds after the last use). At the end:
// `Deliverer::Shutdown` and turn until it is idle, or not; destroy this; destroy the Loop; then
// turn the uv_loop_t once more, without waiting, so that libuv can finish closing: from then on
// nothing of it is left there.
class DeliveryParts {
 public:
  struct Options {
    Deliverer::Options deliverer{};
    std::shared_ptr<const net::EgressPolicy> policy{};
    std::string ca_file{};                           // see TlsContext
    std::vector<net::IpAddress> source_addresses{};  // see ConnectorParts
    net::CaresOptions names{};
    std::shared_ptr<net::NetworkCounts> counts = std::make_shared<net::NetworkCounts>();
  };

  // `loop` must outlive it. Fails on a `ca_file` that cannot be used, and where SIGPIPE would end
  // the process (see CheckBrokenPipe).
  static Result<std::unique_ptr<DeliveryParts>> Create(Loop& loop, Options options);

  DeliveryParts(const DeliveryParts&) = delete;
  DeliveryParts& operator=(const DeliveryParts&) = delete;

  // Until `Abort`.
  Deliverer& deliverer() { return *deliverer_; }

  // Ends all requests now, as the Deliverer's destructor does. What is submitted later ends with
  // kShutdown. Where `Deliverer::Shutdown` was called before, its `on_idle` still runs, after this
  // call.
  void Abort();

 private:
  DeliveryParts(Loop& loop, Options options, std::unique_ptr<net::TlsContext> tls);

  void MakeDeliverer();

  Loop& loop_;
  const Options options_;
  // In the order in which they are made; destroyed the other way round, so that nothing outlives
  // what it stands on: the deliverer (deliveries, pooled connections, their timers), then the
  // resolver and the network (their handles start to close), before the loop.
  const std::unique_ptr<net::TlsContext> tls_;
  const std::unique_ptr<net::Network> network_;
  const std::unique_ptr<net::Resolver> resolver_;
  std::unique_ptr<Deliverer> deliverer_;
};

}  // namespace sendoff::delivery

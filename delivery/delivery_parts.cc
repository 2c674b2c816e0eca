// SPDX-License-Identifier: MIT
#include "delivery/delivery_parts.h"

#include <utility>

#include "base/broken_pipe.h"
#include "net/dns/resolver_cache.h"
#include "net/stream/tcp_network.h"

namespace sendoff::delivery {

Result<std::unique_ptr<DeliveryParts>> DeliveryParts::Create(Loop& loop, Options options) {
  Result<void> may_write = CheckBrokenPipe();
  if (!may_write.ok()) return std::move(may_write.error());
  Result<std::unique_ptr<net::TlsContext>> tls = net::TlsContext::Create(options.ca_file);
  if (!tls.ok()) return std::move(tls.error());
  return std::unique_ptr<DeliveryParts>(
      new DeliveryParts(loop, std::move(options), std::move(*tls)));
}

DeliveryParts::DeliveryParts(Loop& loop, Options options, std::unique_ptr<net::TlsContext> tls)
    : loop_(loop),
      options_(std::move(options)),
      tls_(std::move(tls)),
      network_(net::NewTcpNetwork(loop)),
      resolver_(net::NewResolverCache(loop.timers(), net::NewCaresResolver(loop, options_.names))) {
  MakeDeliverer();
}

void DeliveryParts::Abort() {
  UniqueFunction<void()> on_idle = deliverer_->TakeOnIdle();
  deliverer_.reset();
  MakeDeliverer();
  deliverer_->Shutdown(std::move(on_idle));
}

void DeliveryParts::MakeDeliverer() {
  net::ConnectorParts parts{loop_.timers(), *network_,       *resolver_,
                            *tls_,          options_.policy, options_.source_addresses};
  parts.counts = options_.counts;
  deliverer_ = std::make_unique<Deliverer>(std::move(parts), options_.deliverer);
}

}  // namespace sendoff::delivery

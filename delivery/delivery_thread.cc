// SPDX-License-Identifier: MIT
#include "delivery/delivery_thread.h"

#include <utility>

#include "net/dns/cares_resolver.h"
#include "net/dns/resolver_cache.h"
#include "net/stream/tcp_network.h"

namespace sendoff::delivery {

// Everything that lives on the thread, in the order in which it is made; destroyed the other way
// round, so that nothing outlives what it stands on: the deliverer (deliveries, pooled connections,
// their timers), then the resolver and the network (their handles start to close), before the loop.
class DeliveryThread::Body {
 public:
  Body(Loop& loop, Options options) : loop_(loop), options_(std::move(options)) {}
  ~Body() {
    if (options_.turns) options_.turns->Detach();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  Result<void> Prepare() {
    Result<std::unique_ptr<net::TlsContext>> tls = net::TlsContext::Create(options_.ca_file);
    if (!tls.ok()) return std::move(tls.error());
    tls_ = std::move(*tls);
    network_ = net::NewTcpNetwork(loop_);
    resolver_ = net::NewResolverCache(loop_.timers(), net::NewCaresResolver(loop_));
    MakeDeliverer();
    if (options_.turns) options_.turns->Attach(loop_);
    return {};
  }

  void Submit(RunBatch batch) { deliverer_->Submit(std::move(batch)); }

  void Cancel(uint64_t token) {
    deliverer_->Cancel(
        token, {ErrorCode::kTerminated, "the step gave the request up before it had ended"});
  }

  void Shutdown() { deliverer_->Shutdown(nullptr); }

  // A deliverer ends with a record for each of its requests; the next one takes none.
  void Abort() {
    deliverer_.reset();
    MakeDeliverer();
    deliverer_->Shutdown(nullptr);
  }

  void Stop(UniqueFunction<void()> stopped) { deliverer_->Shutdown(std::move(stopped)); }

 private:
  void MakeDeliverer() {
    deliverer_ = std::make_unique<Deliverer>(
        net::ConnectorParts{loop_.timers(), *network_, *resolver_, *tls_, options_.policy,
                            options_.source_addresses},
        options_.deliverer);
  }

  Loop& loop_;
  const Options options_;
  std::unique_ptr<net::TlsContext> tls_;
  std::unique_ptr<net::Network> network_;
  std::unique_ptr<net::Resolver> resolver_;
  std::unique_ptr<Deliverer> deliverer_;
};

Result<std::unique_ptr<DeliveryThread>> DeliveryThread::Start(Options options) {
  std::unique_ptr<DeliveryThread> self(new DeliveryThread(options.backlog));
  auto thread = LoopThread<Body>::Start(
      [options = std::move(options)](Loop& loop) mutable -> Result<std::unique_ptr<Body>> {
        auto body = std::make_unique<Body>(loop, std::move(options));
        Result<void> prepared = body->Prepare();
        if (!prepared.ok()) return std::move(prepared.error());
        return body;
      });
  if (!thread.ok()) return std::move(thread.error());
  self->thread_ = std::move(*thread);
  return self;
}

DeliveryThread::DeliveryThread(const Backlog::Limits& backlog) : backlog_(backlog) {}

DeliveryThread::~DeliveryThread() = default;

void DeliveryThread::Submit(RunBatch batch) {
  // A run that waits for the response waits for it, not for a place.
  if (batch.token == 0) {
    uint64_t bytes = 0;
    for (const net::OutboundRequest& request : batch.requests) bytes += request.weight();
    // The run's records hold what its requests held, so its place is free when they are handed
    // over.
    batch.on_record = [place = backlog_.Enter(batch.requests.size(), bytes),
                       on_record = std::move(batch.on_record)](Record&& record) {
      on_record(std::move(record));
    };
  }
  thread_->Post([batch = std::move(batch)](Body& body) mutable { body.Submit(std::move(batch)); });
}

void DeliveryThread::Cancel(uint64_t token) {
  thread_->Post([token](Body& body) { body.Cancel(token); });
}

void DeliveryThread::Shutdown() {
  thread_->Post([](Body& body) { body.Shutdown(); });
  backlog_.Open();
}

void DeliveryThread::Abort() {
  thread_->Post([](Body& body) { body.Abort(); });
  backlog_.Open();
}

}  // namespace sendoff::delivery

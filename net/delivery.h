// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <memory>
#include <optional>
#include <string>

#include "base/unique_function.h"
#include "net/connection_pool.h"
#include "net/connector.h"
#include "net/exchange.h"
#include "net/phase_clock.h"
#include "net/run_batch.h"

namespace sendoff::net {

// The way of one request: a pooled connection or a new one, the exchange, the record. Written to at
// most one connection, once. One deadline from `Start` to the end. One loop thread.
class Delivery {
 public:
  // What all deliveries of a Deliverer share; outlives them.
  struct Shared {
    ConnectorParts connector;
    ConnectionPool& pool;
    std::chrono::milliseconds timeout;
    Http1ResponseParser::Limits response_limits;
    bool show_secrets = false;
  };
  using Callback = UniqueFunction<void(Record)>;

  // Begins to count the time in the queue. `info` must outlive it. `callback` runs exactly once,
  // never inside `Start`, and may destroy the delivery.
  Delivery(Shared& shared, const RunInfo& info, OutboundRequest request, Instant queued_at,
           Callback callback);
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // The deadline begins.
  void Start();

 private:
  void Connect();
  void StartExchange(std::unique_ptr<ByteStream> stream, bool reused);
  void OnExchangeEnd(Exchange::Outcome outcome);
  void OnDeadline();
  void Finish(Exchange::Outcome outcome);

  Shared& shared_;
  const RunInfo& info_;
  const OutboundRequest request_;
  const std::string origin_;
  PhaseClock phases_;
  Callback callback_;
  Timer deadline_;
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<Exchange> exchange_;
  std::optional<SocketAddress> remote_;
  std::optional<SocketAddress> local_;
  bool reused_ = false;
};

}  // namespace sendoff::net

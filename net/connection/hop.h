// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/connection/connection_pool.h"
#include "net/connection/connector.h"
#include "net/connection/held_connection.h"
#include "net/http/exchange.h"
#include "net/http/phase_clock.h"

namespace sendoff::net {

// One request to one server: a pooled connection or a new one, then the exchange. Written to at
// most one connection, once. Knows nothing of redirects and deadlines. Destroying it closes what is
// open, without a callback. One loop thread.
class Hop {
 public:
  // Outlives the hops.
  struct Parts {
    ConnectorParts connector;
    ConnectionPool& pool;
    Http1ResponseParser::Limits response_limits;
    // Every request goes to this server, whatever its own URL says. None: to its URL's.
    std::optional<Url> route_to{};
  };

  // Who may hold the request between the moment when its connection is there and its first byte.
  class Keeper {
   public:
    virtual ~Keeper() = default;

    // Asked once, however many connections are tried. False: nothing is written before `Proceed`,
    // and the time until then is of Phase::kWrite. Must not destroy the hop.
    virtual bool MayWrite() = 0;
  };

  // Its connection has gone to the pool when it can be used again.
  using Callback = UniqueFunction<void(Exchange::Outcome)>;

  // `request`, `phases`, `warnings`, to which it adds what the record
  // should say, and `keeper` (null: nobody holds the request) must outlive it. `callback` runs
  // exactly once, never inside `Start` or `Proceed`, and may destroy the hop.
  Hop(Parts& parts, const OutboundRequest& request, const Shared<std::string>& tenant,
      PhaseClock& phases, std::vector<std::string>& warnings, Keeper* keeper, Callback callback);
  ~Hop();
  Hop(const Hop&) = delete;
  Hop& operator=(const Hop&) = delete;

  void Start();

  // After the keeper said no: writes now. A connection that was lost meanwhile is replaced.
  void Proceed();

  // Gives up, because of `error`, and says what had come so far. The callback will not run.
  Exchange::Outcome Abandon(Error error);

  // The connection that carried the request, or was to, if one was made.
  const std::optional<SocketAddress>& remote() const { return remote_; }
  const std::optional<SocketAddress>& local() const { return local_; }
  bool reused() const { return reused_; }

 private:
  void UsePool();
  void WarnOnce(const std::string& warning);
  // Says in the warnings that the request does not go where its URL says, where that is so.
  void NoteRoute();
  void Connect();
  void OnConnectorEnd(Result<std::unique_ptr<ByteStream>> result);
  void DropConnector();
  void OnConnection(std::unique_ptr<ByteStream> stream, Instant usable_until, bool reused);
  void StartExchange(std::unique_ptr<ByteStream> stream);
  void OnExchangeEnd(Exchange::Outcome outcome);
  // Another connection is to carry the request, in the place of one that was lost before any of it
  // was written.
  void Replace();
  void Finish(Exchange::Outcome outcome);

  Parts& parts_;
  const OutboundRequest& request_;
  const Url& to_;  // whose server is connected to
  const PoolKey pool_key_;
  PhaseClock& phases_;
  std::vector<std::string>& warnings_;
  Keeper* keeper_;  // null: there is none, or it was asked
  Callback callback_;
  RareTimer settle_;  // once, until it may be known whether a pooled connection stays open
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<HeldConnection> held_;
  std::unique_ptr<Exchange> exchange_;
  std::optional<SocketAddress> remote_;
  std::optional<SocketAddress> local_;
  bool reused_ = false;
};

}  // namespace sendoff::net

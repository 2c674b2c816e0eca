// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/connection/connection_pool.h"
#include "net/connection/connector.h"
#include "net/connection/held_connection.h"
#include "net/http/exchange.h"
#include "net/http/phase_clock.h"

namespace sendoff::net {

// One request to one server: a pooled connection or a new one, then the exchange. Written to at
// most one connection, once: another one carries it only where the network has taken nothing of it,
// and then nothing was asked of the source of its body either, because that is first asked when the
// head has left. Knows nothing of redirects and deadlines. Destroying it closes what is open,
// without a callback. One loop thread.
class Hop final : private Exchange::Listener {
 public:
  // Outlives the hops.
  struct Parts {
    ConnectorParts connector;
    ConnectionPool& pool;
    ResponseLimits response_limits;  // of responses that are recorded; see RecordedHop
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

  // `phases`, `warnings`, to which it adds what the record should say, `keeper` (null: nobody holds
  // the request) and `listener` must outlive it; for `tenant` see RunInfo. The listener is told as
  // by an exchange, never inside `Start` or `Proceed`; at the end, the connection has gone to the
  // pool when it can be used again. It may destroy the hop.
  Hop(Parts& parts, Exchange::Call call, const Shared<std::string>& tenant, PhaseClock& phases,
      std::vector<std::string>& warnings, Keeper* keeper, Exchange::Listener& listener);
  ~Hop() override;
  Hop(const Hop&) = delete;
  Hop& operator=(const Hop&) = delete;

  void Start();

  // After the keeper said no: writes now, or, where something unread lies on the connection, when a
  // turn or two of the loop have shown what that is. A connection that was lost is replaced.
  void Proceed();

  // As of the exchange, also before there is one.
  void Pause();
  void Resume();

  // Gives up, because of `error`, and says what is known. The listener is told of nothing more.
  Exchange::End Abandon(Error error);

  // What the response may be.
  ResponseLimits limits() const { return LimitsFor(call_.request, call_.limits); }

  // The connection that carried the request, or was to, if one was made.
  const std::optional<SocketAddress>& remote() const { return remote_; }
  const std::optional<SocketAddress>& local() const { return local_; }
  bool reused() const { return reused_; }

 private:
  // From the exchange.
  void OnInterimHead(ResponseHead&& head) override;
  void OnHead(ResponseHead head) override;
  void OnCodedBody(std::string_view bytes) override { listener_.OnCodedBody(bytes); }
  void OnBody(std::string_view bytes) override { listener_.OnBody(bytes); }
  void OnEnd(Exchange::End end) override;

  // Whose server is connected to.
  const Url& to() const { return parts_.route_to ? *parts_.route_to : call_.request.url; }

  void UsePool();
  void WarnOnce(const std::string& warning);
  // Says in the warnings that the request does not go where its URL says, where that is so.
  void NoteRoute();
  void Connect();
  void OnConnectorEnd(Result<std::unique_ptr<ByteStream>> result);
  void DropConnector();
  void OnConnection(std::unique_ptr<ByteStream> stream, Instant usable_until, bool reused);
  // Writes to the held connection or another, after so many turns at most.
  void WriteHeld(int turns);
  void StartExchange(std::unique_ptr<ByteStream> stream);
  // Drops an exchange that is told of something on a connection used again, before anything of the
  // request has left: that answers no request of ours. True when it did.
  bool DropUnasked();
  void TellFailure();
  // Another connection is to carry the request, in the place of one that was lost before any of it
  // was written.
  void Replace(std::unique_ptr<BodySource> body);

  Parts& parts_;
  Exchange::Call call_;
  const PoolKey pool_key_;
  PhaseClock& phases_;
  std::vector<std::string>& warnings_;
  Keeper* keeper_;  // null: there is none, or it was asked
  Exchange::Listener& listener_;
  // For a pooled connection that may be about to close, for what lies unread on a held one, or to
  // tell of `failure_`.
  RareTimer later_;
  std::unique_ptr<Error> failure_;  // to connect, as long as the listener has not been told
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<HeldConnection> held_;
  std::unique_ptr<Exchange> exchange_;
  std::optional<SocketAddress> remote_;
  std::optional<SocketAddress> local_;
  bool reused_ = false;
  bool paused_ = false;
};

}  // namespace sendoff::net

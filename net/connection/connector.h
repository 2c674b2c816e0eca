// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/address/url.h"
#include "net/connection/address_memory.h"
#include "net/connection/network_counts.h"
#include "net/dns/resolver.h"
#include "net/egress/egress_policy.h"
#include "net/http/phase_clock.h"
#include "net/stream/byte_stream.h"
#include "net/stream/network.h"
#include "net/tls/tls_context.h"
#include "net/tls/tls_stream.h"

namespace sendoff::net {

// What connections are made from. All of it outlives the connectors; one loop thread.
struct ConnectorParts {
  TimerQueue& timers;
  Network& network;
  Resolver& resolver;
  TlsContext& tls;
  std::shared_ptr<const EgressPolicy> policy;
  // At most one for each family; a family that has none is not used. Empty: any, of both.
  std::vector<IpAddress> source_addresses;
  std::shared_ptr<AddressMemory> memory = std::make_shared<AddressMemory>();
  std::shared_ptr<NetworkCounts> counts = std::make_shared<NetworkCounts>();
};

// One way to a server: look up the name, keep the addresses that the egress policy allows, race
// the connects (RFC 8305), check the peer, shake hands for https. No byte of a request is sent
// here, so a race cannot send one twice. Destroying it gives up at any point, without a callback.
class Connector {
 public:
  using Callback = UniqueFunction<void(Result<std::unique_ptr<ByteStream>>)>;

  // `phases` is told which phase begins; it, `parts`, `url` and `tenant` (see RunInfo) must outlive
  // this. `callback` runs exactly once, never inside `Start`, and may destroy the connector.
  Connector(ConnectorParts& parts, const Url& url, const std::string& tenant, PhaseClock& phases,
            Callback callback);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  void Start();

  // What the egress policy would have refused, if it were enforced.
  const std::vector<std::string>& reports() const { return reports_; }

 private:
  struct Attempt {
    SocketAddress to;
    Instant started;
    std::unique_ptr<Network::Attempt> connect{};  // null: failed or given up
  };

  void Count(const Resolver::Answer& answer);
  void OnAddresses(Resolver::Answer answer);
  void FailSoon(Error error);
  // Sets `candidates_` to the allowed ones of `addresses`, or else, where the policy only reports,
  // to all of them; the error is that of the first.
  Result<void> KeepAllowed(const std::vector<IpAddress>& addresses);
  std::optional<IpAddress> SourceFor(const IpAddress& address) const;
  // Leaves out those of a family that has no source address to leave from. The error says so when
  // that is all of them.
  Result<void> DropUnreachable(std::vector<IpAddress>* addresses) const;
  // The addresses in the order to try them.
  std::vector<IpAddress> InOrder(const std::vector<IpAddress>& addresses) const;
  void StartNextAttempt();
  void ScheduleNextAttempt();
  bool has_candidate() const { return attempts_.size() < candidates_.size(); }
  size_t open_attempts() const;
  Attempt* OldestOpenAttempt();
  void NoteFailure(const Attempt& attempt, Error error);
  void OnAttempt(size_t index, Result<std::unique_ptr<ByteStream>> result);
  void OnConnected(std::unique_ptr<ByteStream> stream);
  void Finish(Result<std::unique_ptr<ByteStream>> result);

  ConnectorParts& parts_;
  const Url& url_;
  const std::string& tenant_;
  PhaseClock& phases_;
  Callback callback_;
  std::unique_ptr<Resolver::Query> query_;  // null: none is under way
  std::vector<IpAddress> candidates_;       // in order, those in `attempts_` first
  std::vector<Attempt> attempts_;           // all that were begun, in order
  RareTimer next_attempt_;
  std::optional<Error> error_;  // the first, or that no descriptor is left
  std::vector<std::string> reports_;
  std::unique_ptr<TlsHandshake> handshake_;
  RareTimer fail_;  // the end, where it was found inside `Start`
};

}  // namespace sendoff::net

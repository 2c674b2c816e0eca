// SPDX-License-Identifier: MIT
#include "net/connection/connector.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sendoff::net {
namespace {

// RFC 8305 section 5 recommends 250 ms and allows 100 ms and more; with five seconds for the whole
// request a black hole should cost less.
constexpr std::chrono::milliseconds kAttemptDelay{200};

// With more at once a name's addresses would be scanned rather than tried. Past it the oldest gives
// way to the next, once it has had its time; without a next it may wait until the deadline.
constexpr size_t kMaxOpenAttempts = 4;
constexpr std::chrono::seconds kAttemptLimit{2};

// A name with very many addresses must not become a scan.
constexpr size_t kMaxAttempts = 6;

// RFC 8305 section 4: the families in turns, beginning with the first address's own, each in the
// resolver's order.
std::vector<IpAddress> Interleave(const std::vector<IpAddress>& addresses) {
  if (addresses.size() < 2) return addresses;
  std::vector<IpAddress> families[2];
  for (const IpAddress& address : addresses) {
    const bool first = address.is_v4() == addresses.front().is_v4();
    families[first ? 0 : 1].push_back(address);
  }
  std::vector<IpAddress> result;
  for (size_t i = 0; result.size() < addresses.size(); ++i) {
    for (const auto& family : families) {
      if (i < family.size()) result.push_back(family[i]);
    }
  }
  return result;
}

}  // namespace

Connector::Connector(ConnectorParts& parts, const Url& url, const std::string& tenant,
                     PhaseClock& phases, Callback callback)
    : parts_(parts), url_(url), tenant_(tenant), phases_(phases), callback_(std::move(callback)) {}

// A deadline has passed, most often: whoever was waited for counts as one that failed.
Connector::~Connector() {
  NetworkCounts& counts = *parts_.counts;
  if (query_) counts.failed_names.Add();
  if (open_attempts() > 0) counts.failed_connections.Add();
  if (handshake_ && callback_) counts.failed_handshakes.Add();
}

void Connector::Start() {
  phases_.Enter(Phase::kDns);
  if (url_.server->ip) {
    OnAddresses({std::vector<IpAddress>{*url_.server->ip}});
    return;
  }
  query_ = parts_.resolver.Resolve(url_.server->host, [this](Resolver::Answer answer) {
    query_.reset();
    Count(answer);
    OnAddresses(std::move(answer));
  });
}

void Connector::Count(const Resolver::Answer& answer) {
  NetworkCounts& counts = *parts_.counts;
  const bool has_failed = !answer.addresses.ok();
  (answer.was_known ? counts.known_names
   : has_failed     ? counts.failed_names
                    : counts.found_names)
      .Add();
}

void Connector::OnAddresses(Resolver::Answer answer) {
  if (!answer.addresses.ok()) return FailSoon(std::move(answer.addresses.error()));
  phases_.Enter(Phase::kConnect);
  Result<void> allowed = KeepAllowed(*answer.addresses);
  if (!allowed.ok()) return FailSoon(std::move(allowed.error()));
  StartNextAttempt();
}

void Connector::FailSoon(Error error) {
  fail_.StartAfter(parts_.timers, Duration::zero(),
                   [this, error = std::move(error)]() mutable { Finish(std::move(error)); });
}

Result<void> Connector::KeepAllowed(const std::vector<IpAddress>& addresses) {
  std::vector<IpAddress> allowed;
  allowed.reserve(addresses.size());
  std::copy_if(addresses.begin(), addresses.end(), std::back_inserter(allowed),
               [this](const IpAddress& address) {
                 return parts_.policy->Check(url_.server->host, address, url_.server->port).ok();
               });
  if (allowed.empty()) {
    Result<void> verdict =
        parts_.policy->Judge(url_.server->host, addresses.front(), url_.server->port, &reports_);
    if (!verdict.ok()) return verdict;
    allowed = addresses;
  }
  Result<void> reachable = DropUnreachable(&allowed);
  if (!reachable.ok()) return reachable;
  candidates_ = InOrder(allowed);
  if (candidates_.size() > kMaxAttempts) candidates_.resize(kMaxAttempts);
  return {};
}

std::vector<IpAddress> Connector::InOrder(const std::vector<IpAddress>& addresses) const {
  std::vector<IpAddress> order = Interleave(addresses);
  std::stable_partition(order.begin(), order.end(), [this](const IpAddress& address) {
    return !parts_.memory->HasFailed({address, url_.server->port}, parts_.timers.Now());
  });
  return order;
}

std::optional<IpAddress> Connector::SourceFor(const IpAddress& address) const {
  for (const IpAddress& source : parts_.source_addresses) {
    if (source.is_v4() == address.is_v4()) return source;
  }
  return std::nullopt;
}

Result<void> Connector::DropUnreachable(std::vector<IpAddress>* addresses) const {
  if (parts_.source_addresses.empty()) return {};
  const bool was_v4 = addresses->front().is_v4();
  std::erase_if(*addresses, [this](const IpAddress& address) { return !SourceFor(address); });
  if (!addresses->empty()) return {};
  // There is one address to leave from at least, so all that were there are of the other family.
  const std::string family = was_v4 ? "IPv4" : "IPv6";
  return Error{ErrorCode::kUnreachable,
               url_.server->host + " can be reached by " + family +
                   " only, and source_addresses has no address of that family to leave from"};
}

void Connector::StartNextAttempt() {
  if (open_attempts() == kMaxOpenAttempts) {
    Attempt* oldest = OldestOpenAttempt();
    oldest->connect.reset();
    NoteFailure(*oldest, {ErrorCode::kUnreachable, oldest->to.ToString() + " did not answer"});
  }
  const size_t index = attempts_.size();
  const SocketAddress to{candidates_[index], url_.server->port};
  attempts_.push_back({to, parts_.timers.Now()});
  attempts_[index].connect = parts_.network.Connect(
      to, SourceFor(to.ip), [this, index](auto result) { OnAttempt(index, std::move(result)); });
  ScheduleNextAttempt();
}

void Connector::ScheduleNextAttempt() {
  next_attempt_.Stop();
  if (!has_candidate()) return;
  const Instant at = open_attempts() < kMaxOpenAttempts
                         ? After(parts_.timers.Now(), kAttemptDelay)
                         : After(OldestOpenAttempt()->started, kAttemptLimit);
  next_attempt_.StartAt(parts_.timers, at, [this] { StartNextAttempt(); });
}

size_t Connector::open_attempts() const {
  return static_cast<size_t>(
      std::count_if(attempts_.begin(), attempts_.end(),
                    [](const Attempt& attempt) { return attempt.connect != nullptr; }));
}

Connector::Attempt* Connector::OldestOpenAttempt() {
  return &*std::find_if(attempts_.begin(), attempts_.end(),
                        [](const Attempt& attempt) { return attempt.connect != nullptr; });
}

void Connector::NoteFailure(const Attempt& attempt, Error error) {
  const bool is_ours = error.code == ErrorCode::kIo;
  if (!is_ours) parts_.memory->NoteFailure(attempt.to, parts_.timers.Now());
  // Ours counts before any other: whoever can free a descriptor may try again.
  if (!error_ || is_ours) error_ = std::move(error);
}

void Connector::OnAttempt(size_t index, Result<std::unique_ptr<ByteStream>> result) {
  Attempt& attempt = attempts_[index];
  attempt.connect.reset();
  if (result.ok()) {
    parts_.memory->NoteSuccess(attempt.to);
    // Who had a start over the winner and still lost is not worth the wait the next time.
    for (size_t i = 0; i < index; ++i) {
      if (attempts_[i].connect) parts_.memory->NoteFailure(attempts_[i].to, parts_.timers.Now());
    }
    return OnConnected(std::move(*result));
  }
  NoteFailure(attempt, std::move(result.error()));
  if (has_candidate()) return StartNextAttempt();
  if (open_attempts() > 0) return;
  parts_.counts->failed_connections.Add();
  Finish(std::move(*error_));
}

void Connector::OnConnected(std::unique_ptr<ByteStream> stream) {
  next_attempt_.Stop();
  attempts_.clear();
  parts_.counts->connections.Add();
  // Who answered is checked again: a transparent proxy, or a mistake of ours, must not get around
  // the policy.
  const SocketAddress peer = stream->peer_address();
  Result<void> verdict = parts_.policy->Judge(url_.server->host, peer.ip, peer.port, &reports_);
  if (!verdict.ok()) return Finish(std::move(verdict.error()));
  if (!url_.server->https) return Finish(std::move(stream));
  phases_.Enter(Phase::kTls);
  handshake_ = TlsHandshake::Start(parts_.tls, parts_.timers,
                                   {url_.server->host, url_.server->port, tenant_},
                                   std::move(stream), [this](auto result) {
                                     NetworkCounts& counts = *parts_.counts;
                                     (!result.ok()               ? counts.failed_handshakes
                                      : handshake_->is_resumed() ? counts.resumed_handshakes
                                                                 : counts.full_handshakes)
                                         .Add();
                                     Finish(std::move(result));
                                   });
}

void Connector::Finish(Result<std::unique_ptr<ByteStream>> result) {
  // The callback may destroy this object and with it the member it is called through.
  Callback callback = std::move(callback_);
  callback(std::move(result));
}

}  // namespace sendoff::net

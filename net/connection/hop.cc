// SPDX-License-Identifier: MIT
#include "net/connection/hop.h"

#include <algorithm>
#include <utility>

namespace sendoff::net {

Hop::Hop(Parts& parts, const OutboundRequest& request, const Shared<std::string>& tenant,
         PhaseClock& phases, std::vector<std::string>& warnings, Keeper* keeper, Callback callback)
    : parts_(parts),
      request_(request),
      to_(parts.route_to ? *parts.route_to : request.url),
      pool_key_{to_.server, tenant},
      phases_(phases),
      warnings_(warnings),
      keeper_(keeper),
      callback_(std::move(callback)) {}

Hop::~Hop() = default;

void Hop::Start() {
  const Duration wait = parts_.pool.TimeToSettle(pool_key_);
  if (wait == Duration::zero()) return UsePool();
  phases_.Enter(Phase::kConnect);
  settle_.StartAfter(parts_.connector.timers, wait, [this] { UsePool(); });
}

void Hop::UsePool() {
  auto [stream, usable_until] = parts_.pool.Take(pool_key_, request_.is_safe());
  if (!stream) return Connect();
  // It was allowed when it was made; what is this machine's own address may have changed since.
  const SocketAddress peer = stream->peer_address();
  const bool allowed =
      parts_.connector.policy->Judge(to_.server->host, peer.ip, peer.port, &warnings_).ok();
  if (!allowed) return Connect();
  OnConnection(std::move(stream), usable_until, true);
}

void Hop::Connect() {
  connector_ = std::make_unique<Connector>(
      parts_.connector, to_, *pool_key_.tenant, phases_,
      [this](Result<std::unique_ptr<ByteStream>> result) { OnConnectorEnd(std::move(result)); });
  connector_->Start();
}

void Hop::OnConnectorEnd(Result<std::unique_ptr<ByteStream>> result) {
  DropConnector();
  if (!result.ok() && result.error().code == ErrorCode::kIo) {
    // No descriptor is left, and connections that nobody uses hold some.
    if (parts_.pool.DropOne()) return Connect();
    result.error().code = ErrorCode::kUnreachable;
  }
  if (!result.ok()) return Finish({.error = std::move(result.error())});
  OnConnection(std::move(*result), Instant::max(), false);
}

void Hop::DropConnector() {
  if (!connector_) return;
  for (const std::string& report : connector_->reports()) WarnOnce(report);
  connector_.reset();
}

void Hop::WarnOnce(const std::string& warning) {
  const bool said = std::find(warnings_.begin(), warnings_.end(), warning) != warnings_.end();
  if (!said) warnings_.push_back(warning);
}

void Hop::NoteRoute() {
  if (!parts_.route_to) return;
  if (*request_.url.server == *to_.server) return;
  WarnOnce("DeliveryOptions::route_to sent this to " + to_.server->ToString() +
           ", and nothing to " + request_.url.server->ToString());
}

void Hop::OnConnection(std::unique_ptr<ByteStream> stream, Instant usable_until, bool reused) {
  remote_ = stream->peer_address();
  local_ = stream->local_address();
  reused_ = reused;
  NoteRoute();
  Keeper* const keeper = std::exchange(keeper_, nullptr);
  if (keeper == nullptr || keeper->MayWrite()) return StartExchange(std::move(stream));
  held_ = std::make_unique<HeldConnection>(std::move(stream), usable_until);
  phases_.Enter(Phase::kWrite);
}

void Hop::Proceed() {
  const auto held = std::move(held_);
  if (auto stream = held->Release(parts_.connector.timers.Now())) {
    return StartExchange(std::move(stream));
  }
  if (reused_ && held->is_lost()) parts_.pool.NoteReuse(pool_key_, false);
  Replace();
}

void Hop::StartExchange(std::unique_ptr<ByteStream> stream) {
  exchange_ = std::make_unique<Exchange>(
      std::move(stream), request_, parts_.response_limits, parts_.connector.timers, phases_,
      [this](Exchange::Outcome&& outcome) { OnExchangeEnd(std::move(outcome)); });
  exchange_->Start();
}

void Hop::OnExchangeEnd(Exchange::Outcome outcome) {
  exchange_.reset();
  // Nothing of the request has left, so what came, if anything did, is the answer to no request of
  // ours.
  const bool untouched = reused_ && outcome.wire == Wire::kNone;
  if (reused_) parts_.pool.NoteReuse(pool_key_, outcome.response_started && !untouched);
  // The server closed the connection while it was idle. As long as the network has seen nothing of
  // the request, another connection may carry it; after that nobody can know.
  if (untouched) return Replace();
  if (outcome.reusable) {
    parts_.pool.Put(pool_key_, std::move(outcome.reusable), outcome.keep_alive_timeout);
  }
  if (reused_ && outcome.error && !outcome.response_started) {
    outcome.error->code = ErrorCode::kResetOnReuse;
    outcome.error->message =
        "the server closed a kept-alive connection just as the request was sent on it; whether it "
        "was processed cannot be known";
  }
  Finish(std::move(outcome));
}

void Hop::Replace() {
  remote_.reset();
  local_.reset();
  reused_ = false;
  Connect();
}

Exchange::Outcome Hop::Abandon(Error error) {
  if (exchange_) return exchange_->Abandon(std::move(error));
  settle_.Stop();
  held_.reset();
  DropConnector();
  return {.error = std::move(error)};
}

void Hop::Finish(Exchange::Outcome outcome) {
  Callback callback = std::move(callback_);
  callback(std::move(outcome));
}

}  // namespace sendoff::net

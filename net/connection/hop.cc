// SPDX-License-Identifier: MIT
#include "net/connection/hop.h"

#include <algorithm>
#include <utility>

namespace sendoff::net {

Hop::Hop(Parts& parts, Exchange::Call call, const Shared<std::string>& tenant, PhaseClock& phases,
         std::vector<std::string>& warnings, Keeper* keeper, Exchange::Listener& listener)
    : parts_(parts),
      call_(std::move(call)),
      pool_key_{to().server, tenant},
      phases_(phases),
      warnings_(warnings),
      keeper_(keeper),
      listener_(listener) {}

Hop::~Hop() = default;

void Hop::Start() {
  const Duration wait = parts_.pool.TimeToSettle(pool_key_);
  if (wait == Duration::zero()) return UsePool();
  phases_.Enter(Phase::kConnect);
  later_.StartAfter(parts_.connector.timers, wait, [this] { UsePool(); });
}

void Hop::UsePool() {
  auto [stream, usable_until] = parts_.pool.Take(pool_key_, call_.request.is_safe());
  if (!stream) return Connect();
  // It was allowed when it was made; what is this machine's own address may have changed since.
  const SocketAddress peer = stream->peer_address();
  const bool allowed =
      parts_.connector.policy->Judge(to().server->host, peer.ip, peer.port, &warnings_).ok();
  if (!allowed) return Connect();
  OnConnection(std::move(stream), usable_until, true);
}

void Hop::Connect() {
  connector_ = std::make_unique<Connector>(
      parts_.connector, to(), *pool_key_.tenant, phases_,
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
  if (!result.ok()) {
    failure_ = std::make_unique<Error>(std::move(result.error()));
    return TellFailure();
  }
  OnConnection(std::move(*result), Instant::max(), false);
}

void Hop::TellFailure() {
  if (paused_) return;
  const auto failure = std::move(failure_);
  listener_.OnEnd({.error = std::move(*failure), .body = std::move(call_.body)});
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
  const Shared<Origin>& asked = call_.request.url.server;
  if (*asked == *to().server) return;
  WarnOnce("DeliveryOptions::route_to sent this to " + to().server->ToString() +
           ", and nothing to " + asked->ToString());
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

// Two turns: where this is called in the middle of one, the next may begin with its timers.
void Hop::Proceed() { WriteHeld(2); }

void Hop::WriteHeld(int turns) {
  if (turns > 0 && held_->has_unread()) {
    return later_.StartAfter(parts_.connector.timers, Duration::zero(),
                             [this, turns] { WriteHeld(turns - 1); });
  }
  const auto held = std::move(held_);
  if (auto stream = held->Release(parts_.connector.timers.Now())) {
    return StartExchange(std::move(stream));
  }
  if (reused_ && (held->is_lost() || held->has_unread())) {
    parts_.pool.NoteReuse(pool_key_, false);
  }
  Replace(std::move(call_.body));
}

void Hop::StartExchange(std::unique_ptr<ByteStream> stream) {
  exchange_ = std::make_unique<Exchange>(
      std::move(stream), Exchange::Call{call_.request, call_.limits, std::move(call_.body)},
      parts_.connector.timers, phases_, static_cast<Exchange::Listener&>(*this));
  if (paused_) exchange_->Pause();
  exchange_->Start();
}

void Hop::OnInterimHead(ResponseHead&& head) {
  if (!DropUnasked()) listener_.OnInterimHead(std::move(head));
}

void Hop::OnHead(ResponseHead head) {
  if (!DropUnasked()) listener_.OnHead(std::move(head));
}

bool Hop::DropUnasked() {
  if (!reused_ || exchange_->wire() != Wire::kNone) return false;
  OnEnd(exchange_->Abandon({ErrorCode::kReset, "the server sent what nobody had asked for"}));
  return true;
}

void Hop::OnEnd(Exchange::End end) {
  exchange_.reset();
  // Nothing of the request has left, so what came, if anything did, is the answer to no request of
  // ours.
  const bool untouched = reused_ && end.wire == Wire::kNone;
  // A failure of our own source says nothing of the server.
  if (reused_ && !end.is_ours) {
    parts_.pool.NoteReuse(pool_key_, end.response_started && !untouched);
  }
  // The server closed the connection while it was idle. As long as the network has seen nothing of
  // the request, another connection may carry it; after that nobody can know.
  if (untouched) return Replace(std::move(end.body));
  if (end.reusable) {
    parts_.pool.Put(pool_key_, std::move(end.reusable), end.keep_alive_timeout);
  }
  if (reused_ && end.error && !end.is_ours && !end.response_started) {
    end.error->code = ErrorCode::kResetOnReuse;
    end.error->message =
        "the server closed a kept-alive connection just as the request was sent on it; whether it "
        "was processed cannot be known";
  }
  listener_.OnEnd(std::move(end));
}

void Hop::Replace(std::unique_ptr<BodySource> body) {
  call_.body = std::move(body);
  remote_.reset();
  local_.reset();
  reused_ = false;
  Connect();
}

void Hop::Pause() {
  paused_ = true;
  if (exchange_) exchange_->Pause();
}

void Hop::Resume() {
  if (!std::exchange(paused_, false)) return;
  if (exchange_) return exchange_->Resume();
  if (failure_) {
    later_.StartAfter(parts_.connector.timers, Duration::zero(), [this] { TellFailure(); });
  }
}

Exchange::End Hop::Abandon(Error error) {
  if (exchange_) return exchange_->Abandon(std::move(error));
  later_.Stop();
  failure_.reset();
  held_.reset();
  DropConnector();
  return {.error = std::move(error), .body = std::move(call_.body)};
}

}  // namespace sendoff::net

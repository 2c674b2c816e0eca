// SPDX-License-Identifier: MIT
#include "net/delivery.h"

#include <utility>

#include "net/header_names.h"
#include "net/record_builder.h"
#include "net/redaction.h"

namespace sendoff::net {
namespace {

// A redirect of an unsafe method is not followed, because that would be a second request; its
// sender should know where the receiver has moved to.
void HintAtRedirect(Record* record) {
  const int status = record->response->status;
  const bool redirects =
      status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  const Header* location = FindHeader(record->response->headers, "Location");
  if (!redirects || location == nullptr) return;
  record->warnings.push_back("the response redirects to " + location->value +
                             " and was not followed; send to that URL instead");
}

}  // namespace

Delivery::Delivery(Shared& shared, const RunInfo& info, OutboundRequest request, Instant queued_at,
                   Callback callback)
    : shared_(shared),
      info_(info),
      request_(std::move(request)),
      origin_(request_.url.Origin()),
      phases_(shared.connector.timers, queued_at),
      callback_(std::move(callback)),
      deadline_(shared.connector.timers, [this] { OnDeadline(); }) {}

Delivery::~Delivery() = default;

void Delivery::Start() {
  deadline_.StartAfter(shared_.timeout);
  if (auto stream = shared_.pool.Take(origin_, request_.is_safe())) {
    StartExchange(std::move(stream), true);
  } else {
    Connect();
  }
}

void Delivery::Connect() {
  connector_ = std::make_unique<Connector>(shared_.connector, request_.url, phases_,
                                           [this](Result<std::unique_ptr<ByteStream>> result) {
                                             if (!result.ok())
                                               return Finish({.error = std::move(result.error())});
                                             connector_.reset();
                                             StartExchange(std::move(*result), false);
                                           });
  connector_->Start();
}

void Delivery::StartExchange(std::unique_ptr<ByteStream> stream, bool reused) {
  remote_ = stream->peer_address();
  local_ = stream->local_address();
  reused_ = reused;
  exchange_ = std::make_unique<Exchange>(
      std::move(stream), request_, shared_.response_limits, phases_,
      [this](Exchange::Outcome outcome) { OnExchangeEnd(std::move(outcome)); });
  exchange_->Start();
}

void Delivery::OnExchangeEnd(Exchange::Outcome outcome) {
  exchange_.reset();
  if (outcome.reusable) {
    shared_.pool.Put(origin_, std::move(outcome.reusable), outcome.keep_alive_timeout);
  }
  if (reused_ && outcome.error && !outcome.response_started) {
    // The server closed the connection while it was idle. As long as the network has seen nothing
    // of the request, another connection may carry it; after that nobody can know.
    if (outcome.wire == Wire::kNone) return Connect();
    outcome.error->code = ErrorCode::kResetOnReuse;
    outcome.error->message =
        "the server closed a kept-alive connection just as the request was sent on it; whether it "
        "was processed cannot be known";
  }
  Finish(std::move(outcome));
}

void Delivery::OnDeadline() {
  const Phase phase = phases_.phase();
  phases_.Stop();
  Error error{ErrorCode::kTimeout,
              "timeout: not done after " + std::to_string(shared_.timeout.count()) + " ms, in " +
                  std::string(ToString(phase)) + " (" + phases_.Describe() + ")"};
  if (exchange_) return Finish(exchange_->Abandon(std::move(error)));
  Finish({.error = std::move(error)});
}

void Delivery::Finish(Exchange::Outcome outcome) {
  phases_.Stop();
  deadline_.Stop();
  Record record = BeginRecord(info_, request_, shared_.show_secrets);
  record.outcome = outcome.error ? Outcome::kFailed : Outcome::kDelivered;
  if (outcome.error) {
    record.error = {outcome.error->code, phases_.phase(), std::move(outcome.error->message)};
  }
  record.wire = outcome.wire;
  record.response = std::move(outcome.response);
  if (record.response && !shared_.show_secrets && !request_.awaited)
    RedactHeaders(record.response->headers);
  if (record.response) HintAtRedirect(&record);
  record.timing = phases_.timing();
  if (remote_) record.remote_address = remote_->ToString();
  if (local_) record.local_address = local_->ToString();
  record.reused_connection = reused_;
  Callback callback = std::move(callback_);
  callback(std::move(record));
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#include "delivery/delivery.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "delivery/record_builder.h"
#include "net/http/header_names.h"
#include "redaction/credentials.h"

namespace sendoff::delivery {
namespace {

// A step that waits for the response says itself how far it goes for it.
RedirectPolicy PolicyFor(const net::OutboundRequest& request, const RedirectPolicy& shared) {
  return request.awaited ? RedirectPolicy(Redirects::kAll, request.awaited->redirects) : shared;
}

}  // namespace

Delivery::Delivery(Common& common, const RunInfo& info, net::OutboundRequest request,
                   Instant queued_at, Callback callback)
    : common_(common),
      info_(info),
      request_(std::move(request)),
      timeout_(request_.awaited ? request_.awaited->timeout : common.timeout),
      redirect_policy_(PolicyFor(request_, common.redirects)),
      queued_at_(queued_at),
      phases_(common.hop.connector.timers, queued_at),
      callback_(std::move(callback)),
      deadline_(common.hop.connector.timers, [this] { OnDeadline(); }) {}

Delivery::~Delivery() = default;

void Delivery::Start() {
  const Instant now = common_.hop.connector.timers.Now();
  // A step that waits for the response waits for the slot, too.
  const Instant deadline = After(request_.awaited ? queued_at_ : now, timeout_);
  deadline_.StartAt(deadline);
  if (deadline <= now) return;
  started_at_ = common_.wall_clock.Now();
  StartHop();
}

void Delivery::StartHop() {
  Keeper* const keeper = common_.gate != nullptr && !redirected_ ? this : nullptr;
  hop_.emplace(common_.hop, current(), info_.tenant, phases_, warnings_, keeper,
               [this](net::RecordedHop::Outcome&& outcome) { OnHopEnd(std::move(outcome)); });
  hop_->Start();
}

bool Delivery::MayWrite() {
  claim_ = common_.gate->Claim(info_, request_,
                               [this](Result<void>&& verdict) { OnClaimEnd(std::move(verdict)); });
  return claim_ == nullptr;
}

void Delivery::OnClaimEnd(Result<void> verdict) {
  claim_.reset();  // before anybody hears of it, who may end the gate
  if (verdict.ok()) return hop_->Proceed();
  Finish(hop_->Abandon(std::move(verdict.error())));
}

void Delivery::OnHopEnd(net::RecordedHop::Outcome outcome) {
  if (!outcome.error && FollowsRedirects()) {
    auto decision = redirect_policy_.Decide(current(), *outcome.response, followed());
    if (auto* next = std::get_if<net::OutboundRequest>(&decision)) {
      return Follow(std::move(*next), *outcome.response);
    }
    if (auto* error = std::get_if<Error>(&decision)) outcome.error = std::move(*error);
    const auto* stop = std::get_if<RedirectPolicy::Stop>(&decision);
    if (stop != nullptr && !stop->warning.empty()) warnings_.push_back(stop->warning);
  }
  if (!outcome.error && request_.awaited) CheckBody(&outcome);
  Finish(std::move(outcome));
}

void Delivery::CheckBody(net::RecordedHop::Outcome* outcome) const {
  const RecordedBody& body = outcome->response->body;
  if (body.coded) {
    outcome->error = Error{ErrorCode::kBadResponse, outcome->warnings.back(), body.decoding_error};
    // What ends early in the middle of its gzip data is given as far as it goes, as by axios in
    // Node.
  } else if (body.truncated && body.size >= request_.awaited->body_bytes) {
    outcome->error =
        Error{ErrorCode::kResponseTooLarge,
              "the response has more than " + std::to_string(request_.awaited->body_bytes) +
                  " bytes, which is the most that the step may be given"};
  }
}

void Delivery::Follow(net::OutboundRequest next, const RecordedResponse& response) {
  const std::string& location = net::FindHeader(response.headers, "Location")->value;
  if (!redirected_) redirected_ = std::make_unique<Redirected>();
  redirected_->followed.push_back({response.status,
                                   common_.show_secrets ? location : redaction::RedactUrl(location),
                                   hop_->remote()->ToString()});
  hop_.reset();
  redirected_->request = std::move(next);
  // Not from here: the connection that the next hop may take from the pool is still telling of the
  // response's last bytes.
  redirected_->next_hop.StartAfter(common_.hop.connector.timers, Duration::zero(),
                                   [this] { StartHop(); });
}

void Delivery::OnDeadline() {
  const Phase phase = phases_.phase();
  phases_.Stop();
  std::string message = "timeout: not done after " + std::to_string(timeout_.count()) + " ms, in " +
                        std::string(ToString(phase)) +
                        (claim_ ? ", held before its first byte (" : " (") + phases_.Describe();
  if (followed() > 0) {
    message +=
        "; with " + std::to_string(followed()) + (followed() == 1 ? " redirect" : " redirects");
  }
  Error error{ErrorCode::kTimeout, message + ")"};
  if (hop_) return Finish(hop_->Abandon(std::move(error)));
  Finish({.error = std::move(error)});
}

Record Delivery::Abandon(Error error) {
  if (hop_) return MakeRecord(hop_->Abandon(std::move(error)));
  return MakeRecord({.error = std::move(error)});
}

void Delivery::Finish(net::RecordedHop::Outcome outcome) {
  Record record = MakeRecord(std::move(outcome));
  Callback callback = std::move(callback_);
  callback(std::move(record));
}

Record Delivery::MakeRecord(net::RecordedHop::Outcome outcome) {
  phases_.Stop();
  deadline_.Stop();
  claim_.reset();
  if (redirected_) redirected_->next_hop.Stop();
  Record record = BeginRecord(info_, request_, common_.show_secrets);
  record.started_at = started_at_;
  record.outcome = outcome.error ? Outcome::kFailed : Outcome::kDelivered;
  if (outcome.error) {
    record.error = {outcome.error->code, phases_.phase(), std::move(outcome.error->message),
                    std::move(outcome.error->detail)};
  }
  record.wire = outcome.wire;
  record.response = std::move(outcome.response);
  if (record.response && !common_.show_secrets && !request_.awaited) {
    redaction::RedactHeaders(record.response->headers);
  }
  if (redirected_) record.redirects = std::move(redirected_->followed);
  std::move(outcome.warnings.begin(), outcome.warnings.end(), std::back_inserter(record.warnings));
  record.timing = phases_.timing();
  if (hop_) {
    if (hop_->remote()) record.remote_address = hop_->remote()->ToString();
    if (hop_->local()) record.local_address = hop_->local()->ToString();
    record.reused_connection = hop_->reused();
  }
  for (std::string& warning : warnings_) record.warnings.push_back(std::move(warning));
  HideSecrets(info_, &record);
  return record;
}

}  // namespace sendoff::delivery

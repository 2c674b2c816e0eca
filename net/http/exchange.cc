// SPDX-License-Identifier: MIT
#include "net/http/exchange.h"

#include <array>
#include <utility>

#include "net/http/http1_request_writer.h"
#include "net/http/response_body.h"

namespace sendoff::net {
namespace {

Http1ResponseParser::Limits LimitsFor(const OutboundRequest& request,
                                      const Http1ResponseParser::Limits& shared) {
  Http1ResponseParser::Limits limits = shared;
  if (request.awaited) {
    limits.body_kept_bytes = limits.body_read_bytes = request.awaited->body_bytes;
    // The bound above is enough: to a step, a body is not evidence but data.
    limits.decoding_ratio = ResponseBody::kAnyRatio;
    limits.decodes = request.awaited->decodes;
  }
  return limits;
}

}  // namespace

Exchange::Exchange(std::unique_ptr<ByteStream> stream, const OutboundRequest& request,
                   const Http1ResponseParser::Limits& limits, TimerQueue& timers,
                   PhaseClock& phases, Callback callback)
    : stream_(std::move(stream)),
      request_(request),
      head_(WriteRequestHead(request)),
      limits_(limits),
      timers_(timers),
      phases_(phases),
      callback_(std::move(callback)) {}

Exchange::~Exchange() {
  if (stream_) stream_->SetListener(nullptr);
}

void Exchange::Start() {
  phases_.Enter(Phase::kWrite);
  stream_->SetListener(this);
  const std::string_view body = request_.body ? std::string_view(*request_.body) : "";
  const std::array<std::string_view, 2> pieces{head_, body};
  if (stream_->Write(pieces)) OnWritten();
}

Exchange::Outcome Exchange::Abandon(Error error) {
  stream_->ResetOnDestroy();
  return TakeOutcome(std::move(error));
}

void Exchange::OnWritten() {
  written_ = true;
  std::string().swap(head_);
  if (!parser_) phases_.Enter(Phase::kWait);
}

Http1ResponseParser& Exchange::parser() {
  if (!parser_) parser_.emplace(*request_.method == "HEAD", LimitsFor(request_, limits_));
  return *parser_;
}

void Exchange::OnData(std::string_view bytes) {
  if (!parser_) phases_.Enter(Phase::kRead);
  Result<void> fed = parser().Feed(bytes);
  if (!fed.ok()) return Finish(std::move(fed.error()));
  received_ = parser_->is_complete() || parser_->reached_body_limit();
  if (!behind_) Decode();
}

void Exchange::Decode() {
  behind_ = !parser_->DecodeMore();
  if (behind_) return decode_.StartAfter(timers_, Duration::zero(), [this] { Decode(); });
  if (received_) Finish(std::nullopt);
}

void Exchange::OnEnd() {
  ended_ = true;
  if (received_) return;
  Result<void> finished = parser().Finish();
  if (!finished.ok()) return Finish(std::move(finished.error()));
  received_ = true;
  if (!behind_) Decode();
}

void Exchange::OnError(const Error& error) {
  ended_ = true;
  if (!received_) Finish(error);
}

Exchange::Outcome Exchange::TakeOutcome(std::optional<Error> error) {
  Outcome outcome;
  outcome.wire = stream_->wire();
  bool reusable = false;
  if (parser_) {
    outcome.response_started = parser_->has_started();
    // A response that came before the request was all written leaves the connection in the middle
    // of a message.
    reusable = !error && written_ && !ended_ && parser_->is_complete() &&
               parser_->can_keep_alive() && !parser_->has_leftover();
    outcome.keep_alive_timeout = parser_->keep_alive_timeout();
    // Does nothing to what was received whole; any other end does not wait.
    parser_->StopDecoding();
    if (parser_->has_head()) outcome.response = parser_->TakeResponse(&outcome.warnings);
  }
  outcome.error = std::move(error);
  decode_.Stop();
  stream_->SetListener(nullptr);
  if (reusable) outcome.reusable = std::move(stream_);
  stream_.reset();
  return outcome;
}

void Exchange::Finish(std::optional<Error> error) {
  phases_.Stop();
  Outcome outcome = TakeOutcome(std::move(error));
  Callback callback = std::move(callback_);
  callback(std::move(outcome));
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#include "bindings/outbox.h"

#include <string>
#include <utility>

#include "base/check.h"

namespace sendoff::bindings {
namespace {

// What a request weighs against the run's limit: what it will put on the wire, roughly.
uint64_t Weight(const net::OutboundRequest& request) {
  uint64_t weight =
      request.url.host.size() + request.url.target.size() + request.headers.lines().size();
  if (request.body) weight += request.body->size();
  return weight;
}

Error OverLimit(std::string what, uint64_t limit, const char* option) {
  return {ErrorCode::kSendLimit, "$send.http: " + std::move(what) + " than the limit of " +
                                     std::to_string(limit) + " (" + option + "); send less, or " +
                                     "raise the limit where the step is run"};
}

}  // namespace

Outbox::~Outbox() { SENDOFF_CHECK(state_ == State::kTaken || requests_.empty()); }

Result<void> Outbox::Add(net::OutboundRequest request) {
  if (state_ != State::kOpen) {
    return Error{ErrorCode::kSendClosed,
                 "$send.http: the step had already ended when this call was made, so it cannot be "
                 "sent; await what calls $send.http before the step returns"};
  }
  if (request.body && request.body->size() > limits_.body_bytes) {
    return OverLimit("options.data has " + std::to_string(request.body->size()) + " bytes, more",
                     limits_.body_bytes, "body_bytes");
  }
  if (requests_.size() >= limits_.requests) {
    return OverLimit("the run has asked for more requests", limits_.requests, "requests");
  }
  const uint64_t weight = Weight(request);
  if (buffered_bytes_ + weight > limits_.buffered_bytes) {
    return OverLimit("the run's requests have more bytes", limits_.buffered_bytes,
                     "buffered_bytes");
  }
  buffered_bytes_ += weight;
  request.seq = requests_.size();
  requests_.push_back(std::move(request));
  return {};
}

void Outbox::Close() {
  SENDOFF_CHECK(state_ != State::kTaken);
  state_ = State::kClosed;
}

std::vector<net::OutboundRequest> Outbox::Take() {
  SENDOFF_CHECK(state_ == State::kClosed);
  state_ = State::kTaken;
  return std::move(requests_);
}

}  // namespace sendoff::bindings

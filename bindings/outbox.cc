// SPDX-License-Identifier: MIT
#include "bindings/outbox.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "bindings/limit_error.h"

namespace sendoff::bindings {

Outbox::~Outbox() { SENDOFF_CHECK(state_ == State::kTaken || requests_.empty()); }

Result<void> Outbox::Add(net::OutboundRequest&& request) {
  Result<void> charged = Charge(&request);
  if (!charged.ok()) return charged;
  // The calls of a step have mostly the same headers.
  request.headers.Compact(requests_.empty() ? nullptr : &requests_.back().headers);
  requests_.push_back(std::move(request));
  return {};
}

Result<void> Outbox::Charge(net::OutboundRequest* request) {
  if (state_ != State::kOpen) {
    return Error{ErrorCode::kSendClosed,
                 "the step had already ended when this call was made, so it cannot be sent; await "
                 "what makes it before the step returns"};
  }
  if (request->body && request->body->size() > limits_.body_bytes) {
    return LimitError("options.data has " + std::to_string(request->body->size()) +
                          " bytes, more than the limit of",
                      limits_.body_bytes, "body_bytes");
  }
  if (calls_ >= limits_.requests) {
    return LimitError("the run has asked for more requests than the limit of", limits_.requests,
                      "requests");
  }
  const uint64_t weight = request->weight();
  if (buffered_bytes_ + weight > limits_.buffered_bytes) {
    return LimitError("the run's requests have more bytes than the limit of",
                      limits_.buffered_bytes, "buffered_bytes");
  }
  buffered_bytes_ += weight;
  request->seq = calls_++;
  return {};
}

void Outbox::Close() {
  SENDOFF_CHECK(state_ != State::kTaken);
  state_ = State::kClosed;
}

std::deque<net::OutboundRequest> Outbox::Take() {
  SENDOFF_CHECK(state_ == State::kClosed);
  state_ = State::kTaken;
  return std::move(requests_);
}

}  // namespace sendoff::bindings

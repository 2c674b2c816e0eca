// SPDX-License-Identifier: MIT
#include "request/outbox.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "request/refusal.h"
#include "request/request_limits.h"

namespace sendoff::request {

Outbox::~Outbox() { SENDOFF_CHECK(state_ == State::kTaken || requests_.empty()); }

Result<void> Outbox::Add(net::OutboundRequest&& request) {
  const std::lock_guard lock(mutex_);
  Result<void> charged = ChargeLocked(&request);
  if (!charged.ok()) return charged;
  has_taken_ = true;
  if (taker_) {
    taker_(request);
    return {};
  }
  // The calls of a step are much alike.
  static const net::OutboundRequest none;
  request.Compact(requests_.empty() ? none : requests_.back());
  requests_.push_back(std::move(request));
  return {};
}

Result<void> Outbox::Charge(net::OutboundRequest* request) {
  const std::lock_guard lock(mutex_);
  return ChargeLocked(request);
}

void Outbox::GiveBack(uint64_t weight) {
  const std::lock_guard lock(mutex_);
  buffered_bytes_ -= weight;
}

bool Outbox::is_open() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::kOpen;
}

bool Outbox::has_taken() const {
  const std::lock_guard lock(mutex_);
  return has_taken_;
}

Result<void> Outbox::ChargeLocked(net::OutboundRequest* request) {
  if (state_ != State::kOpen) return TooLate();
  if (request->body) {
    Result<void> fits = CheckBodySize(request->body->size(), limits_);
    if (!fits.ok()) return fits;
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
  const std::lock_guard lock(mutex_);
  if (state_ == State::kOpen) state_ = State::kClosed;
}

std::deque<net::OutboundRequest> Outbox::Take() {
  const std::lock_guard lock(mutex_);
  SENDOFF_CHECK(state_ == State::kClosed);
  state_ = State::kTaken;
  return std::move(requests_);
}

}  // namespace sendoff::request

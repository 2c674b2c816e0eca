// SPDX-License-Identifier: MIT
#include "request/handoffs.h"

#include <algorithm>
#include <utility>

namespace sendoff::request {
namespace {

// `option` is the member of SendLimits.
Error TooMuch(const std::string& destination, const char* what, uint64_t limit, const char* unit,
              const char* option) {
  return {ErrorCode::kSendLimit, "$.send." + destination + ": " + what + " may have " +
                                     std::to_string(limit) + " " + unit + " (" + option + ")"};
}

}  // namespace

Result<void> Handoffs::Add(const std::string& destination, std::string payload_json) {
  const std::lock_guard lock(mutex_);
  if (std::find(destinations_.begin(), destinations_.end(), destination) == destinations_.end()) {
    return Error{
        ErrorCode::kNotProvided,
        "$.send." + destination +
            ": nobody here handles this destination; whoever runs "
            "the step has to register a handler for it (RunOptions::send_handlers of the C++ "
            "library). $.send.http needs none"};
  }
  if (payload_json.size() > limits_.body_bytes) {
    return TooMuch(destination, "a payload", limits_.body_bytes, "bytes", "body_bytes");
  }
  if (count_ >= limits_.requests) {
    return TooMuch(destination, "a run", limits_.requests, "calls", "requests");
  }
  if (payload_json.size() > limits_.buffered_bytes - bytes_) {
    return TooMuch(destination, "a run's payloads", limits_.buffered_bytes, "bytes",
                   "buffered_bytes");
  }
  bytes_ += payload_json.size();
  ++count_;
  Handoff handoff = {destination, std::move(payload_json)};
  if (taker_) {
    taker_(handoff);
  } else {
    handoffs_.push_back(std::move(handoff));
  }
  return {};
}

std::vector<Handoff> Handoffs::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(handoffs_);
}

}  // namespace sendoff::request

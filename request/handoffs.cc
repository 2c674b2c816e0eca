// SPDX-License-Identifier: MIT
#include "request/handoffs.h"

#include "base/host_calls.h"

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
  const auto handler = handlers_.find(destination);
  if (handler == handlers_.end() || !handler->second) {
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
  if (entries_.size() >= limits_.requests) {
    return TooMuch(destination, "a run", limits_.requests, "calls", "requests");
  }
  if (payload_json.size() > limits_.buffered_bytes - bytes_) {
    return TooMuch(destination, "a run's payloads", limits_.buffered_bytes, "bytes",
                   "buffered_bytes");
  }
  bytes_ += payload_json.size();
  entries_.push_back({&handler->first, &handler->second, std::move(payload_json)});
  return {};
}

std::vector<std::string> Handoffs::Deliver() {
  std::vector<Entry> entries;
  {
    const std::lock_guard lock(mutex_);
    entries.swap(entries_);
  }
  std::vector<std::string> warnings;
  for (const Entry& entry : entries) {
    const auto thrown = CallHost([&] { (*entry.handler)(entry.payload_json); });
    if (thrown) {
      warnings.push_back("the handler of $.send." + *entry.destination + " threw: " + *thrown);
    }
  }
  return warnings;
}

}  // namespace sendoff::request

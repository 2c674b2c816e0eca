// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sendoff::request {

// Calls of $.send.email and the other destinations that the embedder serves, held until the run is
// over: the outbox of what is no request. Bounded by the same limits, counted apart. One for each
// run; any thread; `handlers` outlives it.
class Handoffs {
 public:
  Handoffs(const std::map<std::string, SendHandler>& handlers, const SendLimits& limits)
      : handlers_(handlers), limits_(limits) {}

  // kNotProvided when nobody handles that destination; kSendLimit.
  Result<void> Add(const std::string& destination, std::string payload_json);

  // Gives each payload to its handler, in the order of the calls. Once. Returns what handlers
  // threw, as warnings.
  std::vector<std::string> Deliver();

 private:
  struct Entry {
    const std::string* destination;
    const SendHandler* handler;
    std::string payload_json;
  };

  const std::map<std::string, SendHandler>& handlers_;
  const SendLimits limits_;
  std::mutex mutex_;
  // Guarded by mutex_.
  uint64_t bytes_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace sendoff::request

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/unique_function.h"

namespace sendoff::request {

// What a step gave to a destination such as $.send.email.
struct Handoff {
  std::string destination;
  std::string payload_json;
};

// Calls of $.send.email and the other destinations that the embedder serves, held until the run is
// over: the outbox of what is no request. Bounded by the same limits, counted apart. One for each
// run; any thread.
class Handoffs {
 public:
  // As of an Outbox.
  using Taker = UniqueFunction<void(const Handoff& handoff)>;

  // `destinations` are those that somebody handles.
  Handoffs(std::vector<std::string> destinations, const SendLimits& limits, Taker taker = nullptr)
      : destinations_(std::move(destinations)), limits_(limits), taker_(std::move(taker)) {}

  // kNotProvided when nobody handles that destination; kSendLimit.
  Result<void> Add(const std::string& destination, std::string payload_json);

  // All that was added, in the order of the calls. What comes later is for nobody.
  std::vector<Handoff> Take();

 private:
  const std::vector<std::string> destinations_;
  const SendLimits limits_;
  const Taker taker_;
  std::mutex mutex_;
  // Guarded by mutex_.
  uint64_t count_ = 0;
  uint64_t bytes_ = 0;
  std::vector<Handoff> handoffs_;
};

}  // namespace sendoff::request

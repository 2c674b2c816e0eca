// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/trace_ids.h"
#include "delivery/run_batch.h"

namespace sendoff::engine {

// Puts the place in a trace into the requests of a run, for receivers that go on with it; where
// nobody has asked for that, does nothing. A value.
class TraceSender {
 public:
  TraceSender() = default;
  TraceSender(std::string run, const std::string& workflow, const std::string& parent)
      : run_(std::move(run)),
        place_(TraceParent::OfRun(run_, workflow, TraceParent::Parse(parent))) {}

  void AddTo(net::OutboundRequest* request) const {
    constexpr const char* kName = "traceparent";
    if (!place_ || request->headers.Find(kName)) return;
    const TraceParent of_request = {
        place_->trace_id, SpanIdOf(run_ + "." + std::to_string(request->seq)), place_->flags};
    request->headers.Append(kName, of_request.ToString());
  }

 private:
  std::string run_;
  std::optional<TraceParent> place_;  // of the run
};

}  // namespace sendoff::engine

// SPDX-License-Identifier: MIT
#include "net/connection/recorded_hop.h"

#include <utility>

namespace sendoff::net {

RecordedHop::RecordedHop(Hop::Parts& parts, const OutboundRequest& request,
                         const Shared<std::string>& tenant, PhaseClock& phases,
                         std::vector<std::string>& warnings, Hop::Keeper* keeper, Callback callback)
    : callback_(std::move(callback)),
      hop_(parts, {request, parts.response_limits}, tenant, phases, warnings, keeper,
           static_cast<Exchange::Listener&>(*this)) {}

void RecordedHop::OnHead(ResponseHead head) {
  recorder_ = std::make_unique<ResponseRecorder>(std::move(head), hop_.limits().body_kept_bytes);
}

RecordedHop::Outcome RecordedHop::OutcomeOf(Exchange::End end) {
  Outcome outcome;
  outcome.error = std::move(end.error);
  outcome.wire = end.wire;
  if (recorder_) {
    outcome.response = recorder_->Take(end.is_whole, end.decoder.get(), &outcome.warnings);
  }
  return outcome;
}

void RecordedHop::OnEnd(Exchange::End end) {
  const Callback callback = std::move(callback_);
  callback(OutcomeOf(std::move(end)));
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <memory>
#include <string>
#include <vector>

#include "base/unique_function.h"
#include "net/hop.h"
#include "net/phase_clock.h"
#include "net/redirect_policy.h"
#include "net/run_batch.h"

namespace sendoff::net {

// The way of one request from its start to its record: its hop, and a hop more for each redirect
// that is followed, all within one deadline. One loop thread.
class Delivery {
 public:
  // What all deliveries of a Deliverer share; outlives them.
  struct Shared {
    Hop::Parts hop;
    RedirectPolicy redirects;
    std::chrono::milliseconds timeout;
    bool show_secrets = false;
  };
  using Callback = UniqueFunction<void(Record)>;

  // Begins to count the time in the queue. `info` must outlive it. `callback` runs exactly once,
  // never inside `Start`, and may destroy the delivery.
  Delivery(Shared& shared, const RunInfo& info, OutboundRequest request, Instant queued_at,
           Callback callback);
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // The deadline begins.
  void Start();

  // Gives up, because of `error`, and says how far it had come. The callback will not run.
  Record Abandon(Error error);

 private:
  // What is sent now: what the script asked for, or what a redirect made of it.
  const OutboundRequest& current() const { return redirected_ ? redirected_->request : request_; }

  void StartHop();
  bool FollowsRedirects() const { return !request_.awaited || request_.awaited->redirects > 0; }
  void OnHopEnd(Exchange::Outcome outcome);
  // Makes an error of a body that a step which waits for it cannot be given whole.
  void CheckBody(Exchange::Outcome* outcome) const;
  void Follow(OutboundRequest next, const RecordedResponse& response);
  void OnDeadline();
  void Finish(Exchange::Outcome outcome);
  Record MakeRecord(Exchange::Outcome outcome);

  // What few of thousands in flight have.
  struct Redirected {
    OutboundRequest request;
    std::vector<RecordedRedirect> followed;
    RareTimer next_hop;
  };

  size_t followed() const { return redirected_ ? redirected_->followed.size() : 0; }

  Shared& shared_;
  const RunInfo& info_;
  const OutboundRequest request_;
  const std::chrono::milliseconds timeout_;
  const RedirectPolicy redirect_policy_;
  const Instant queued_at_;
  PhaseClock phases_;
  Callback callback_;
  Timer deadline_;
  std::unique_ptr<Redirected> redirected_;  // null until a redirect is followed
  std::unique_ptr<Hop> hop_;                // null: not started, or between two hops
  std::vector<std::string> warnings_;
};

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/unique_function.h"
#include "delivery/gate.h"
#include "delivery/redirect_policy.h"
#include "delivery/run_batch.h"
#include "net/connection/recorded_hop.h"
#include "net/http/phase_clock.h"

namespace sendoff::delivery {

// The way of one request from its start to its record: its hop, and a hop more for each redirect
// that is followed, all within one deadline. One loop thread.
class Delivery final : private net::Hop::Keeper {
 public:
  // What all deliveries of a Deliverer share; outlives them.
  struct Common {
    net::Hop::Parts hop;
    RedirectPolicy redirects;
    std::chrono::milliseconds timeout;
    bool show_secrets = false;
    Gate* gate = nullptr;  // null: nobody holds anything
    const WallClock& wall_clock = WallClock::OfThisMachine();
  };
  using Callback = UniqueFunction<void(Record)>;

  // Begins to count the time in the queue. `info` must outlive it. `callback` runs exactly once,
  // never inside `Start`, and may destroy the delivery.
  Delivery(Common& common, const RunInfo& info, net::OutboundRequest request, Instant queued_at,
           Callback callback);
  ~Delivery() override;
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // The deadline begins.
  void Start();

  // Gives up, because of `error`, and says how far it had come. The callback will not run.
  Record Abandon(Error error);

 private:
  // What is sent now: what the script asked for, or what a redirect made of it.
  const net::OutboundRequest& current() const {
    return redirected_ ? redirected_->request : request_;
  }

  void StartHop();
  bool MayWrite() override;
  void OnClaimEnd(Result<void> verdict);
  bool FollowsRedirects() const { return !request_.awaited || request_.awaited->redirects > 0; }
  void OnHopEnd(net::RecordedHop::Outcome outcome);
  // Makes an error of a body that a step which waits for it cannot be given whole.
  void CheckBody(net::RecordedHop::Outcome* outcome) const;
  void Follow(net::OutboundRequest next, const RecordedResponse& response);
  void OnDeadline();
  void Finish(net::RecordedHop::Outcome outcome);
  Record MakeRecord(net::RecordedHop::Outcome outcome);

  // What few of thousands in flight have.
  struct Redirected {
    net::OutboundRequest request;
    std::vector<RecordedRedirect> followed;
    RareTimer next_hop;
  };

  size_t followed() const { return redirected_ ? redirected_->followed.size() : 0; }

  Common& common_;
  const RunInfo& info_;
  const net::OutboundRequest request_;
  const std::chrono::milliseconds timeout_;
  const RedirectPolicy redirect_policy_;
  const Instant queued_at_;
  std::optional<WallTime> started_at_;
  net::PhaseClock phases_;
  Callback callback_;
  Timer deadline_;
  std::unique_ptr<Redirected> redirected_;  // null until a redirect is followed
  std::optional<net::RecordedHop> hop_;     // none: not started, or between two hops
  std::unique_ptr<Gate::Pending> claim_;    // while the gate holds the request
  std::vector<std::string> warnings_;
};

}  // namespace sendoff::delivery

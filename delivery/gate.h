// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>

#include "base/unique_function.h"
#include "delivery/run_batch.h"
#include "net/http/outbound_request.h"

namespace sendoff::delivery {

// Who may hold each request between the moment when its turn has come and its connection is there,
// and the first byte that is written: a durable outbox (outbox/, later), which writes down first
// that it will be sent. A request is claimed once: a connection that is lost while it is held is
// replaced when it is let through, and redirects are followed, without a second claim. One that
// gets no connection (no such name, refused, bad certificate) is not claimed.
//
// The wait is part of the request's deadline, in Phase::kWrite with nothing on the wire, and holds
// its slot. One loop thread, the deliverer's; outlives the deliverer.
class Gate {
 public:
  // A claim that has not been decided. Destroying it calls it off, and `then` will not run: the
  // deadline has passed, or the request was cancelled, or the deliverer is at its end. A record
  // comes after that, as for every other request, with Wire::kNone; what a claim had brought about
  // by then (a row on disk) is settled by that record.
  class Pending {
   public:
    virtual ~Pending() = default;
  };

  // An error refuses the request: its record has Outcome::kFailed, this error and Wire::kNone.
  using Then = UniqueFunction<void(Result<void>)>;

  virtual ~Gate() = default;

  // Whether `request`, of `run`, may be sent, both valid during the call. `then` runs exactly once,
  // never inside this call, unless the claim is destroyed first. Null: let through at once, and
  // `then` is dropped. May be called inside Deliverer::Submit, where a connection is kept.
  //
  // `then` destroys the claim before it does anything else: so a gate moves it out of the claim and
  // calls that. A refused request's record comes inside it, and so may the deliverer's `on_idle`.
  // That may destroy the deliverer, which ends all other claims, and then the gate: what a gate has
  // to do about a verdict it does before, and it touches nothing of its own after the call.
  virtual std::unique_ptr<Pending> Claim(const RunInfo& run, const net::OutboundRequest& request,
                                         Then then) = 0;
};

}  // namespace sendoff::delivery

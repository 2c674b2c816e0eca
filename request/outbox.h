// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>

#include <cstdint>
#include <deque>
#include <mutex>
#include <utility>

#include "base/unique_function.h"
#include "net/http/outbound_request.h"

namespace sendoff::request {

// What a run has asked to be sent, held back until it is known how the run ended. Plain values: no
// V8 handle, nothing that needs the isolate. One outbox for each run; any thread.
//
//   kOpen --Close--> kClosed --Take--> kTaken
//
// Where the isolate hangs, another thread closes it and takes what there is: everything locks.
//
// The run is over in kClosed: a call that comes then is too late. `Take` happens exactly once, also
// for a run whose requests will be discarded, so that none is ever lost without a record.
class Outbox {
 public:
  // Gets each request in the outbox's place, as soon as it is accepted: for one that is to outlive
  // this process. Called one at a time; it must not call the outbox.
  using Taker = UniqueFunction<void(const net::OutboundRequest& request)>;

  explicit Outbox(const SendLimits& limits, Taker taker = nullptr)
      : limits_(limits), taker_(std::move(taker)) {}
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // Takes a request and numbers it. Errors, with nothing taken: kSendLimit, naming the limit;
  // kSendClosed once closed.
  Result<void> Add(net::OutboundRequest&& request);

  // Numbers a request that does not wait here, and charges what it weighs until `GiveBack`. Errors
  // as those of `Add`.
  Result<void> Charge(net::OutboundRequest* request);
  void GiveBack(uint64_t weight);

  // For a caller that wants to know before it copies.
  const SendLimits& limits() const { return limits_; }

  bool is_open() const;

  // Whether any request was taken.
  bool has_taken() const;

  // Once is enough; more calls do nothing.
  void Close();
  std::deque<net::OutboundRequest> Take();

 private:
  enum class State { kOpen, kClosed, kTaken };

  Result<void> ChargeLocked(net::OutboundRequest* request);

  const SendLimits limits_;
  const Taker taker_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  State state_ = State::kOpen;
  bool has_taken_ = false;
  uint64_t calls_ = 0;
  uint64_t buffered_bytes_ = 0;
  std::deque<net::OutboundRequest> requests_;
};

}  // namespace sendoff::request

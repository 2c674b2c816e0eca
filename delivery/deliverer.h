// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <compare>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "base/loop.h"
#include "delivery/delivery.h"
#include "delivery/fair_slots.h"
#include "delivery/run_batch.h"
#include "net/connection/connection_pool.h"

namespace sendoff::delivery {

// Delivers the requests of many runs: each batch's start in call order, and how many are in flight
// is bounded, in all and for each origin. Runs take turns, whatever the number of their batches,
// and whoever has the fewest in flight is next (see RunBatch::share). One record for each request,
// always. What it does in one turn of the loop is bounded, but for what `Cancel` and the destructor
// have to do at once. One loop thread; DeliveryThread puts it on a thread of its own.
class Deliverer {
 public:
  struct Options {
    size_t concurrency = 64;  // up to twice as many where a run holds more than its part; FairSlots
    size_t concurrency_per_origin = 8;
    std::chrono::milliseconds timeout = std::chrono::seconds(5);
    Redirects redirects = Redirects::kSafe;
    net::ResponseLimits response_limits;
    net::ConnectionPool::Options pool;
    bool show_secrets = false;
    std::optional<net::Url> route_to{};  // see Hop::Parts
  };

  // What `parts` refers to must outlive it.
  Deliverer(net::ConnectorParts parts, const Options& options);

  // Ends what is still open with kShutdown, inside this call: a request in flight as failed, after
  // its connection was closed, one that waits as discarded.
  ~Deliverer();
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;

  // Takes over the requests of a run. After `Shutdown` they all end with kShutdown. No record comes
  // inside this call.
  void Submit(RunBatch batch);

  // Ends what is left of the batch with that token, inside this call: a request in flight as
  // failed, after its connection was closed, one that waits as discarded. Nothing for an unknown
  // token.
  void Cancel(uint64_t token, const Error& reason);

  // Starts nothing more: what waits ends with kShutdown, what is in flight gets the rest of its
  // deadline. `on_idle` (which may be null) runs when nothing is left; like the records, never
  // inside this call. A later call's replaces an earlier one's.
  void Shutdown(UniqueFunction<void()> on_idle);

  size_t in_flight() const { return slots_.taken(); }

 private:
  struct Batch;
  struct Share;
  struct Origin;
  struct Flight;
  using Queue = std::list<Batch*>;

  // When a share is next: the one with the fewest in flight, and of those the one that has not been
  // for the longest time.
  struct Turn {
    size_t in_flight;
    uint64_t since;
    Share* share;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 means the code that the compiler writes
    auto operator<=>(const Turn&) const = default;
  };

  void OnTurn();
  void Pump();
  // Starts the first request of `batch` if its origin has room; else queues the batch there.
  void StartNext(Batch* batch);
  void MoveTo(Queue* queue, Batch* batch);
  // Puts the batch at the end of those of its share that may start a request.
  void LineUp(Batch* batch);
  // Puts the share where it belongs in `turns_`, after a change of it.
  void UpdateTurn(Share* share);
  void OnRecord(Batch* batch, std::list<Flight>::iterator flight, Record record);
  // `most` of those that wait; returns how many there were.
  size_t DiscardWaiting(Batch* batch, const Error& reason, size_t most);
  void DiscardSomeWaiting();
  void Retire(Batch* batch);
  void TurnSoon();
  void TellIfIdle();

  const Options options_;
  Timer turn_;  // for what must not happen inside the call that makes it necessary
  net::ConnectionPool pool_;
  Delivery::Shared shared_;
  FairSlots slots_;
  size_t started_ = 0;      // requests, since `turn_` last fired
  uint64_t next_turn_ = 0;  // for Turn::since, of which no two are the same
  std::list<Batch> batches_;
  std::unordered_map<uint64_t, Batch*> by_token_;
  std::unordered_map<std::string, Share> shares_;    // those with a batch
  std::set<Turn> turns_;                             // of shares that may start a request
  std::unordered_map<std::string, Origin> origins_;  // those with something in flight or waiting
  Queue resting_;                                    // batches that may start nothing now
  bool shutting_down_ = false;
  UniqueFunction<void()> on_idle_;
};

}  // namespace sendoff::delivery

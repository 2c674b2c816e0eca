// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "delivery/delivery.h"
#include "delivery/fair_slots.h"
#include "delivery/gate.h"
#include "delivery/record_sink.h"
#include "delivery/run_batch.h"
#include "net/connection/connection_pool.h"

namespace sendoff::delivery {

// Delivers the requests of many runs: each batch's start in call order, and how many are in flight
// is bounded, in all and for each origin. Runs take turns, whatever the number of their batches,
// and whoever has the fewest in flight is next. One record for each request, always. What it does
// in one turn of the loop is bounded, but for what `Cancel` and the destructor have to do at once.
// One loop thread; DeliveryThread puts it on a thread of its own.
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
    std::optional<net::Url> route_to{};                         // see Hop::Parts
    Gate* gate = nullptr;                                       // null: nobody holds anything
    const WallClock* wall_clock = &WallClock::OfThisMachine();  // for Record::started_at
  };

  // What `parts` and `options` refer to must outlive it.
  Deliverer(net::ConnectorParts parts, const Options& options);

  // Ends what is still open with kShutdown, inside this call: a request in flight as failed, after
  // its connection was closed, one that waits as discarded. An `on_idle` is dropped.
  ~Deliverer();
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;

  // Takes over the requests of a run, whose records go to `sink`. After `Shutdown` they all end
  // with kShutdown. No record comes inside this call. `token` is what `Cancel` finds the batch by,
  // 0 for one that nobody will cancel: no two batches that have not ended have the same.
  void Submit(RunBatch batch, std::shared_ptr<RecordSink> sink, uint64_t token = 0);

  // Ends what is left of the batch with that token, inside this call: a request in flight as
  // failed, after its connection was closed, one that waits as discarded. Nothing for an unknown
  // token.
  void Cancel(uint64_t token, const Error& reason);

  // Starts nothing more: what waits ends with kShutdown, what is in flight gets the rest of its
  // deadline. `on_idle` (which may be null) runs when nothing is left; like the records, never
  // inside this call. A later call's replaces an earlier one's.
  void Shutdown(UniqueFunction<void()> on_idle);

  // What `Shutdown` was given and has not run, to be run by somebody else; null: nothing.
  UniqueFunction<void()> TakeOnIdle() { return std::exchange(on_idle_, nullptr); }

  size_t in_flight() const { return slots_.taken(); }

 private:
  struct Batch;
  struct Run;
  struct Destination;
  struct Flight;
  using Queue = std::list<Batch*>;

  // When a run is next: the one with the fewest in flight, and of those the one that has not been
  // for the longest time.
  struct Turn {
    size_t in_flight;
    uint64_t since;
    Run* run;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 means the code that the compiler writes
    auto operator<=>(const Turn&) const = default;
  };

  void OnTurn();
  void Pump();
  // Starts the first request of `batch` if its origin has room; else queues the batch there.
  void StartNext(Batch* batch);
  void MoveTo(Queue* queue, Batch* batch);
  // Puts the batch at the end of those of its run that may start a request.
  void LineUp(Batch* batch);
  // Puts the run where it belongs in `turns_`, after a change of it.
  void UpdateTurn(Run* run);
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
  Delivery::Common common_;
  FairSlots slots_;
  size_t started_ = 0;      // requests, since `turn_` last fired
  uint64_t next_turn_ = 0;  // for Turn::since, of which no two are the same
  std::list<Batch> batches_;
  std::unordered_map<uint64_t, Batch*> by_token_;
  std::unordered_map<std::string, Run> runs_;  // those with a batch, by id
  std::set<Turn> turns_;                       // of runs that may start a request
  // Those with something in flight or waiting.
  std::unordered_map<Shared<net::Origin>, Destination, net::OriginHash, net::SameOrigin>
      destinations_;
  Queue resting_;                                    // batches that may start nothing now
  std::vector<std::shared_ptr<RecordSink>> unused_;  // of batches without requests, to be let go of
  bool shutting_down_ = false;
  UniqueFunction<void()> on_idle_;
};

}  // namespace sendoff::delivery

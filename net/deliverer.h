// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <deque>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/loop.h"
#include "net/connection_pool.h"
#include "net/delivery.h"
#include "net/run_batch.h"

namespace sendoff::net {

// Delivers the requests of many runs: each run's start in call order, runs take turns, and how many
// are in flight is bounded, in all and for each origin. One record for each request, always. One
// loop thread; DeliveryThread puts it on a thread of its own.
class Deliverer {
 public:
  struct Options {
    size_t concurrency = 64;
    size_t concurrency_per_origin = 8;
    std::chrono::milliseconds timeout = std::chrono::seconds(5);
    Redirects redirects = Redirects::kSafe;
    Http1ResponseParser::Limits response_limits;
    ConnectionPool::Options pool;
    bool show_secrets = false;
  };

  // What `parts` refers to must outlive it.
  Deliverer(ConnectorParts parts, const Options& options);

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

  size_t in_flight() const { return in_flight_; }

 private:
  struct Run;
  struct Origin;
  struct Flight;

  void OnTurn();
  void Pump();
  // Starts the first request of `run` if its origin has room; else queues the run there.
  void StartNext(Run* run);
  void OnRecord(Run* run, std::list<Flight>::iterator flight, Record record);
  void DiscardWaiting(Run* run, const Error& reason);
  void DiscardAllWaiting();
  void Retire(Run* run);
  void TurnSoon();
  void TellIfIdle();

  const Options options_;
  Timer turn_;  // for what must not happen inside the call that makes it necessary
  ConnectionPool pool_;
  Delivery::Shared shared_;
  size_t in_flight_ = 0;
  std::list<Run> runs_;
  std::deque<Run*> ready_;                           // runs that may start a request, in turns
  std::unordered_map<std::string, Origin> origins_;  // those with something in flight or waiting
  bool shutting_down_ = false;
  UniqueFunction<void()> on_idle_;
};

}  // namespace sendoff::net

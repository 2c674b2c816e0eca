// SPDX-License-Identifier: MIT
#include "net/deliverer.h"

#include <algorithm>
#include <utility>

#include "net/record_builder.h"

namespace sendoff::net {
namespace {

const Error kShutDown = {ErrorCode::kShutdown, "sendoff was shut down before the request began"};

// A pool that keeps fewer connections than are used at once opens new ones all the time.
ConnectionPool::Options PoolOptions(const Deliverer::Options& options) {
  ConnectionPool::Options pool = options.pool;
  pool.per_origin = std::max(pool.per_origin, options.concurrency_per_origin);
  pool.total = std::max(pool.total, options.concurrency);
  return pool;
}

}  // namespace

// A request in flight.
struct Deliverer::Flight {
  Origin* origin;
  std::unique_ptr<Delivery> delivery;
};

// A run with requests that wait or are in flight.
struct Deliverer::Run {
  RunBatch batch;
  Instant submitted;
  std::list<Flight> in_flight;
  std::list<Run>::iterator place;

  // Those that were started have left the batch.
  bool has_waiting() const { return !batch.requests.empty(); }
};

// What is in flight to one scheme, host and port.
struct Deliverer::Origin {
  std::string name;
  size_t in_flight = 0;
  std::deque<Run*> blocked;  // runs whose next request goes here and found no room
};

Deliverer::Deliverer(ConnectorParts parts, const Options& options)
    : options_(options),
      turn_(parts.timers, [this] { OnTurn(); }),
      pool_(parts.timers, PoolOptions(options)),
      shared_{{std::move(parts), pool_, options.response_limits},
              RedirectPolicy(options.redirects),
              options.timeout,
              options.show_secrets} {}

Deliverer::~Deliverer() {
  for (Run& run : runs_) {
    for (const Flight& flight : run.in_flight) {
      run.batch.on_record(flight.delivery->Abandon(
          {ErrorCode::kShutdown, "sendoff was shut down before the request had ended"}));
    }
    DiscardWaiting(&run, kShutDown);
  }
}

void Deliverer::Submit(RunBatch batch) {
  if (batch.requests.empty()) return;
  runs_.push_back({std::move(batch), shared_.hop.connector.timers.Now(), {}, {}});
  Run* run = &runs_.back();
  run->place = std::prev(runs_.end());
  if (shutting_down_) return TurnSoon();
  ready_.push_back(run);
  Pump();
}

void Deliverer::Shutdown(UniqueFunction<void()> on_idle) {
  shutting_down_ = true;
  if (on_idle) on_idle_ = std::move(on_idle);
  ready_.clear();
  for (auto& [name, origin] : origins_) origin.blocked.clear();
  TurnSoon();
}

void Deliverer::OnTurn() {
  if (!shutting_down_) return Pump();
  DiscardAllWaiting();
  TellIfIdle();
}

void Deliverer::Pump() {
  while (!ready_.empty() && in_flight_ < options_.concurrency) {
    Run* run = ready_.front();
    ready_.pop_front();
    StartNext(run);
  }
}

void Deliverer::StartNext(Run* run) {
  OutboundRequest& request = run->batch.requests.front();
  const auto [found, added] = origins_.try_emplace(request.url.Origin());
  Origin* origin = &found->second;
  if (added) origin->name = found->first;
  // Who waits for a response may ask one server for many, as in Node.
  if (!request.awaited && origin->in_flight >= options_.concurrency_per_origin) {
    origin->blocked.push_back(run);
    return;
  }

  ++in_flight_;
  ++origin->in_flight;
  const auto flight = run->in_flight.insert(run->in_flight.end(), Flight{origin, nullptr});
  flight->delivery = std::make_unique<Delivery>(
      shared_, run->batch.info, std::move(request), run->submitted,
      [=, this](Record&& record) { OnRecord(run, flight, std::move(record)); });
  run->batch.requests.pop_front();
  flight->delivery->Start();
  if (run->has_waiting() && !run->batch.ordered) ready_.push_back(run);
}

void Deliverer::OnRecord(Run* run, std::list<Flight>::iterator flight, Record record) {
  Origin* origin = flight->origin;
  run->in_flight.erase(flight);
  --in_flight_;
  --origin->in_flight;
  if (!origin->blocked.empty()) {
    ready_.push_back(origin->blocked.front());
    origin->blocked.pop_front();
  } else if (origin->in_flight == 0) {
    const std::string name = std::move(origin->name);
    origins_.erase(name);
  }

  run->batch.on_record(std::move(record));
  if (run->has_waiting()) {
    if (run->batch.ordered && !shutting_down_) ready_.push_back(run);
  } else if (run->in_flight.empty()) {
    Retire(run);
  }
  // Not from here: a chain of deliveries that end at once would grow the stack.
  if (!ready_.empty()) TurnSoon();
  TellIfIdle();
}

void Deliverer::Cancel(uint64_t token, const Error& reason) {
  const auto found = std::find_if(runs_.begin(), runs_.end(),
                                  [&](const Run& run) { return run.batch.token == token; });
  if (token == 0 || found == runs_.end()) return;
  Run* run = &*found;
  if (run->has_waiting()) {
    std::erase(ready_, run);
    for (auto& [name, origin] : origins_) std::erase(origin.blocked, run);
    DiscardWaiting(run, reason);
  }
  if (run->in_flight.empty()) return Retire(run);
  for (size_t left = run->in_flight.size(); left > 0; --left) {
    const auto flight = run->in_flight.begin();
    OnRecord(run, flight, flight->delivery->Abandon(reason));  // the last one retires the run
  }
}

void Deliverer::DiscardWaiting(Run* run, const Error& reason) {
  while (run->has_waiting()) {
    const OutboundRequest request = std::move(run->batch.requests.front());
    run->batch.requests.pop_front();
    run->batch.on_record(DiscardedRecord(run->batch.info, request, options_.show_secrets, reason));
  }
}

void Deliverer::DiscardAllWaiting() {
  for (auto run = runs_.begin(); run != runs_.end();) {
    Run* current = &*run++;
    DiscardWaiting(current, kShutDown);
    if (current->in_flight.empty()) Retire(current);
  }
}

void Deliverer::Retire(Run* run) { runs_.erase(run->place); }

void Deliverer::TurnSoon() {
  if (!turn_.active()) turn_.StartAfter(Duration::zero());
}

// The last thing that a callback does: `on_idle_` may destroy this.
void Deliverer::TellIfIdle() {
  if (!shutting_down_ || !runs_.empty() || !on_idle_) return;
  const UniqueFunction<void()> on_idle = std::exchange(on_idle_, nullptr);
  on_idle();
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#include "delivery/deliverer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "delivery/record_builder.h"

namespace sendoff::delivery {
namespace {

const Error kShutDown = {ErrorCode::kShutdown, "sendoff was shut down before the request began"};

// In one turn of the loop, which others wait for. To start a request can mean to make a connection:
// 20 us or so.
constexpr size_t kStartsInATurn = 128;
constexpr size_t kDiscardsInATurn = 1'000;
constexpr size_t kAll = std::numeric_limits<size_t>::max();

// A pool that keeps fewer connections than are used at once opens new ones all the time.
net::ConnectionPool::Options PoolOptions(const Deliverer::Options& options) {
  net::ConnectionPool::Options pool = options.pool;
  pool.per_origin = std::max(pool.per_origin, options.concurrency_per_origin);
  pool.total = std::max(pool.total, options.concurrency);
  return pool;
}

}  // namespace

// A request in flight.
struct Deliverer::Flight {
  Destination* to;
  std::unique_ptr<Delivery> delivery;
};

// One with requests that wait or are in flight.
struct Deliverer::Batch {
  RunBatch content;
  std::shared_ptr<RecordSink> sink;
  uint64_t token;
  Instant submitted;
  Run* run;
  std::list<Flight> in_flight{};
  std::list<Batch>::iterator place{};

  // It is in one queue at each time: of its run, of an origin, or of those that rest.
  Queue* queue{};
  Queue::iterator place_in_queue{};

  // Those that were started have left it.
  bool has_waiting() const { return !content.requests.empty(); }
};

// What takes turns.
struct Deliverer::Run {
  std::string id;
  size_t batches = 0;
  size_t in_flight = 0;
  uint64_t since = 0;  // see Turn
  Queue ready;         // its batches that may start a request, in turns
  bool has_turn = false;
  std::set<Turn>::iterator turn;  // where it has one
};

// What is in flight to one origin.
struct Deliverer::Destination {
  Shared<net::Origin> origin;
  size_t in_flight = 0;
  Queue blocked;  // batches whose next request goes here and found no room
};

Deliverer::Deliverer(net::ConnectorParts parts, const Options& options)
    : options_(options),
      turn_(parts.timers, [this] { OnTurn(); }),
      pool_(parts.timers, PoolOptions(options)),
      common_{{std::move(parts), pool_, options.response_limits, options.route_to},
              RedirectPolicy(options.redirects),
              options.timeout,
              options.show_secrets,
              options.gate,
              *options.wall_clock},
      slots_(options.concurrency) {}

Deliverer::~Deliverer() {
  for (Batch& batch : batches_) {
    for (const Flight& flight : batch.in_flight) {
      batch.sink->OnRecord(flight.delivery->Abandon(
          {ErrorCode::kShutdown, "sendoff was shut down before the request had ended"}));
    }
    DiscardWaiting(&batch, kShutDown, kAll);
  }
}

void Deliverer::Submit(RunBatch content, std::shared_ptr<RecordSink> sink, uint64_t token) {
  if (content.requests.empty()) {
    unused_.push_back(std::move(sink));
    return TurnSoon();
  }
  const auto [found, added] = runs_.try_emplace(content.info.run);
  Run* run = &found->second;
  if (added) {
    run->id = found->first;
    run->since = next_turn_++;
  }
  ++run->batches;
  batches_.push_back(
      {std::move(content), std::move(sink), token, common_.hop.connector.timers.Now(), run});
  Batch* batch = &batches_.back();
  batch->place = std::prev(batches_.end());
  batch->queue = &resting_;
  batch->place_in_queue = resting_.insert(resting_.end(), batch);
  if (token != 0) SENDOFF_CHECK(by_token_.emplace(token, batch).second);
  if (shutting_down_) return TurnSoon();
  LineUp(batch);
  Pump();
}

void Deliverer::Shutdown(UniqueFunction<void()> on_idle) {
  shutting_down_ = true;
  if (on_idle) on_idle_ = std::move(on_idle);
  TurnSoon();
}

void Deliverer::OnTurn() {
  started_ = 0;
  unused_.clear();
  if (!shutting_down_) return Pump();
  DiscardSomeWaiting();
  TellIfIdle();
}

void Deliverer::Pump() {
  while (!turns_.empty()) {
    // Where the one with the fewest in flight may have no more, nobody may.
    Run* run = turns_.begin()->run;
    if (!slots_.HasRoomFor(run->in_flight, runs_.size())) return;
    if (started_ >= kStartsInATurn) return TurnSoon();
    StartNext(run->ready.front());
  }
}

void Deliverer::StartNext(Batch* batch) {
  Run* run = batch->run;
  net::OutboundRequest& request = batch->content.requests.front();
  const auto [found, added] = destinations_.try_emplace(request.url.server);
  Destination* to = &found->second;
  if (added) to->origin = found->first;
  // Who waits for a response may ask one server for many, as in Node.
  if (!request.awaited && to->in_flight >= options_.concurrency_per_origin) {
    MoveTo(&to->blocked, batch);
    return UpdateTurn(run);
  }

  ++started_;
  slots_.Take(run->in_flight++);
  run->since = next_turn_++;
  ++to->in_flight;
  const auto flight = batch->in_flight.insert(batch->in_flight.end(), Flight{to, nullptr});
  flight->delivery = std::make_unique<Delivery>(
      common_, batch->content.info, std::move(request), batch->submitted,
      [=, this](Record&& record) { OnRecord(batch, flight, std::move(record)); });
  batch->content.requests.pop_front();
  flight->delivery->Start();
  MoveTo(batch->has_waiting() && !batch->content.ordered ? &run->ready : &resting_, batch);
  UpdateTurn(run);
}

void Deliverer::MoveTo(Queue* queue, Batch* batch) {
  queue->splice(queue->end(), *batch->queue, batch->place_in_queue);
  batch->queue = queue;
}

void Deliverer::LineUp(Batch* batch) {
  MoveTo(&batch->run->ready, batch);
  UpdateTurn(batch->run);
}

void Deliverer::UpdateTurn(Run* run) {
  std::set<Turn>::node_type node;
  if (run->has_turn) node = turns_.extract(run->turn);
  run->has_turn = !run->ready.empty();
  if (!run->has_turn) return;
  const Turn turn{run->in_flight, run->since, run};
  if (node.empty()) {
    run->turn = turns_.insert(turn).first;
  } else {
    node.value() = turn;
    run->turn = turns_.insert(std::move(node)).position;
  }
}

void Deliverer::OnRecord(Batch* batch, std::list<Flight>::iterator flight, Record record) {
  Destination* to = flight->to;
  batch->in_flight.erase(flight);
  slots_.GiveBack(batch->run->in_flight--);
  UpdateTurn(batch->run);
  --to->in_flight;
  if (!to->blocked.empty()) {
    LineUp(to->blocked.front());
  } else if (to->in_flight == 0) {
    const Shared<net::Origin> origin = std::move(to->origin);
    destinations_.erase(origin);
  }

  batch->sink->OnRecord(std::move(record));
  if (batch->has_waiting()) {
    if (batch->content.ordered) LineUp(batch);
  } else if (batch->in_flight.empty()) {
    Retire(batch);
  }
  // Not from here: a chain of deliveries that end at once would grow the stack.
  if (!turns_.empty()) TurnSoon();
  TellIfIdle();
}

void Deliverer::Cancel(uint64_t token, const Error& reason) {
  const auto found = by_token_.find(token);
  if (found == by_token_.end()) return;
  Batch* batch = found->second;
  DiscardWaiting(batch, reason, kAll);
  if (batch->in_flight.empty()) return Retire(batch);
  for (size_t left = batch->in_flight.size(); left > 0; --left) {
    const auto flight = batch->in_flight.begin();
    OnRecord(batch, flight, flight->delivery->Abandon(reason));  // the last one retires the batch
  }
}

size_t Deliverer::DiscardWaiting(Batch* batch, const Error& reason, size_t most) {
  size_t count = 0;
  for (; batch->has_waiting() && count < most; ++count) {
    const net::OutboundRequest request = std::move(batch->content.requests.front());
    batch->content.requests.pop_front();
    batch->sink->OnRecord(
        DiscardedRecord(batch->content.info, request, options_.show_secrets, reason));
  }
  if (batch->has_waiting() || batch->queue == &resting_) return count;
  MoveTo(&resting_, batch);
  UpdateTurn(batch->run);
  return count;
}

void Deliverer::DiscardSomeWaiting() {
  size_t left = kDiscardsInATurn;
  for (auto next = batches_.begin(); next != batches_.end();) {
    Batch* batch = &*next++;
    left -= DiscardWaiting(batch, kShutDown, left);
    if (batch->has_waiting()) return TurnSoon();
    if (batch->in_flight.empty()) Retire(batch);
  }
}

void Deliverer::Retire(Batch* batch) {
  Run* run = batch->run;
  resting_.erase(batch->place_in_queue);  // it has nothing to start
  if (batch->token != 0) by_token_.erase(batch->token);
  batches_.erase(batch->place);
  if (--run->batches == 0) {
    const std::string id = std::move(run->id);
    runs_.erase(id);
    // The parts of the others have grown.
    if (!turns_.empty()) TurnSoon();
  }
}

void Deliverer::TurnSoon() {
  if (!turn_.active()) turn_.StartAfter(Duration::zero());
}

// The last thing that a callback does: `on_idle_` may destroy this.
void Deliverer::TellIfIdle() {
  if (!shutting_down_ || !batches_.empty() || !on_idle_) return;
  const UniqueFunction<void()> on_idle = TakeOnIdle();
  on_idle();
}

}  // namespace sendoff::delivery

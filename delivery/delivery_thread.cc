// SPDX-License-Identifier: MIT
#include "delivery/delivery_thread.h"

#include <future>
#include <utility>

#include "base/broken_pipe.h"

namespace sendoff::delivery {

// Everything that lives on the thread. The gate outlives the deliverer.
class DeliveryThread::Body {
 public:
  static Result<std::unique_ptr<Body>> Make(Loop& loop, Options options) {
    BlockBrokenPipe();
    std::shared_ptr<TurnMeter> turns = std::move(options.turns);
    std::unique_ptr<Gate> gate;
    if (options.make_gate) {
      gate = options.make_gate(loop);
      options.deliverer.gate = gate.get();
    }
    auto parts = DeliveryParts::Create(loop, std::move(options));
    if (!parts.ok()) return std::move(parts.error());
    return std::unique_ptr<Body>(
        new Body(loop, std::move(gate), std::move(*parts), std::move(turns)));
  }
  ~Body() {
    if (turns_) turns_->Detach();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  void Submit(RunBatch batch, std::shared_ptr<RecordSink> sink, uint64_t token) {
    parts_->deliverer().Submit(std::move(batch), std::move(sink), token);
  }

  void Cancel(uint64_t token) {
    parts_->deliverer().Cancel(
        token, {ErrorCode::kTerminated, "the step gave the request up before it had ended"});
  }

  void Shutdown() { parts_->deliverer().Shutdown(nullptr); }
  void Abort() { parts_->Abort(); }
  void Stop(UniqueFunction<void()> stopped) { parts_->deliverer().Shutdown(std::move(stopped)); }

 private:
  Body(Loop& loop, std::unique_ptr<Gate> gate, std::unique_ptr<DeliveryParts> parts,
       std::shared_ptr<TurnMeter> turns)
      : gate_(std::move(gate)), parts_(std::move(parts)), turns_(std::move(turns)) {
    if (turns_) turns_->Attach(loop);
  }

  const std::unique_ptr<Gate> gate_;
  const std::unique_ptr<DeliveryParts> parts_;
  const std::shared_ptr<TurnMeter> turns_;
};

namespace {

// Holds a run's place in the backlog as long as somebody may hear of its records: those hold what
// its requests held, so the place is free when they are handed over.
class PlacedSink final : public RecordSink {
 public:
  PlacedSink(Backlog::Place place, std::shared_ptr<RecordSink> sink)
      : place_(std::move(place)), sink_(std::move(sink)) {}

  void OnRecord(Record record) override { sink_->OnRecord(std::move(record)); }

 private:
  const Backlog::Place place_;
  const std::shared_ptr<RecordSink> sink_;
};

}  // namespace

Result<std::unique_ptr<DeliveryThread>> DeliveryThread::Start(Options options) {
  std::unique_ptr<DeliveryThread> self(new DeliveryThread(options.backlog));
  auto thread = LoopThread<Body>::Start([options = std::move(options)](Loop& loop) mutable {
    return Body::Make(loop, std::move(options));
  });
  if (!thread.ok()) return std::move(thread.error());
  self->thread_ = std::move(*thread);
  return self;
}

DeliveryThread::DeliveryThread(const Backlog::Limits& backlog) : backlog_(backlog) {}

DeliveryThread::~DeliveryThread() = default;

void DeliveryThread::Submit(RunBatch batch, std::shared_ptr<RecordSink> sink, uint64_t token) {
  // A run that waits for the response waits for it, not for a place.
  if (token == 0) {
    uint64_t bytes = 0;
    for (const net::OutboundRequest& request : batch.requests) bytes += request.weight();
    sink =
        std::make_shared<PlacedSink>(backlog_.Enter(batch.requests.size(), bytes), std::move(sink));
  }
  thread_->Post([batch = std::move(batch), sink = std::move(sink), token](Body& body) mutable {
    body.Submit(std::move(batch), std::move(sink), token);
  });
}

void DeliveryThread::Cancel(uint64_t token) {
  thread_->Post([token](Body& body) { body.Cancel(token); });
}

void DeliveryThread::Post(UniqueFunction<void()> call) {
  thread_->Post([call = std::move(call)](Body&) { call(); });
}

void DeliveryThread::WaitUntilIdle() {
  std::promise<void> idle;
  thread_->Post([&idle](Body& body) { body.Stop([&idle] { idle.set_value(); }); });
  backlog_.Open();
  idle.get_future().wait();
}

void DeliveryThread::Shutdown() {
  thread_->Post([](Body& body) { body.Shutdown(); });
  backlog_.Open();
}

void DeliveryThread::Abort() {
  thread_->Post([](Body& body) { body.Abort(); });
  backlog_.Open();
}

}  // namespace sendoff::delivery

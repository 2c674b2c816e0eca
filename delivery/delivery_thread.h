// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <memory>

#include "base/loop_thread.h"
#include "base/turn_meter.h"
#include "base/unique_function.h"
#include "delivery/backlog.h"
#include "delivery/delivery_parts.h"
#include "delivery/gate.h"
#include "delivery/record_sink.h"
#include "delivery/run_batch.h"

namespace sendoff::delivery {

// DeliveryParts on a loop and a thread of its own: what a program has one of, shared by all its
// runs.
class DeliveryThread {
 public:
  struct Options : DeliveryParts::Options {
    Backlog::Limits backlog{};
    std::shared_ptr<TurnMeter> turns{};  // measures the thread's turns; null: nobody does

    // Makes the gate, on the thread, where it is used and destroyed, too: Deliverer::Options::gate
    // is then set to it. Null: no gate.
    UniqueFunction<std::unique_ptr<Gate>(Loop&)> make_gate{};
  };

  // Fails as DeliveryParts::Create does, and when the machine refuses what a loop needs.
  static Result<std::unique_ptr<DeliveryThread>> Start(Options options);

  // Shuts down and waits until the last request in flight has ended.
  ~DeliveryThread();
  DeliveryThread(const DeliveryThread&) = delete;
  DeliveryThread& operator=(const DeliveryThread&) = delete;

  // Takes over a run's requests, as soon as the backlog has room for them: until then the caller
  // waits (not for a batch with a token; see Deliverer::Submit). Any thread but this one; may be
  // called until the destructor is. `sink` is told on the delivery thread.
  void Submit(RunBatch batch, std::shared_ptr<RecordSink> sink, uint64_t token = 0);

  // Gives up the batch with that token, see Deliverer::Cancel; its records say kTerminated. Any
  // thread; returns at once.
  void Cancel(uint64_t token);

  // Calls `call` on the thread, behind what was handed over before. Any thread; returns at once.
  void Post(UniqueFunction<void()> call);

  // Shuts down, and waits until the last request has ended; `Abort` makes that soon. Not on the
  // thread.
  void WaitUntilIdle();

  // See Deliverer::Shutdown. Nobody waits in `Submit` any more. Any thread; returns at once; more
  // calls do nothing.
  void Shutdown();

  // As `Shutdown`, but requests in flight end now: as failed, with kShutdown and how far they got.
  void Abort();

 private:
  class Body;

  explicit DeliveryThread(const Backlog::Limits& backlog);

  Backlog backlog_;  // what waits on the thread holds places in it
  std::unique_ptr<LoopThread<Body>> thread_;
};

}  // namespace sendoff::delivery

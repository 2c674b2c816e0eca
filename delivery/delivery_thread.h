// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/loop_thread.h"
#include "base/turn_meter.h"
#include "delivery/backlog.h"
#include "delivery/deliverer.h"
#include "delivery/run_batch.h"
#include "net/egress/egress_policy.h"
#include "net/tls/tls_context.h"

namespace sendoff::delivery {

// A Deliverer on a loop and a thread of its own, with the machine's network, names and roots: what
// a program has one of, shared by all its runs.
class DeliveryThread {
 public:
  struct Options {
    Deliverer::Options deliverer;
    Backlog::Limits backlog;
    std::shared_ptr<const net::EgressPolicy> policy;
    std::string ca_file;                           // see TlsContext
    std::vector<net::IpAddress> source_addresses;  // see ConnectorParts
    std::shared_ptr<TurnMeter> turns{};            // measures the thread's turns; null: nobody does
  };

  // Fails on a `ca_file` that cannot be used and when the machine refuses what a loop needs.
  static Result<std::unique_ptr<DeliveryThread>> Start(Options options);

  // Shuts down and waits until the last request in flight has ended.
  ~DeliveryThread();
  DeliveryThread(const DeliveryThread&) = delete;
  DeliveryThread& operator=(const DeliveryThread&) = delete;

  // Takes over a run's requests, as soon as the backlog has room for them: until then the caller
  // waits (not for a batch with a token). Any thread but this one; may be called until the
  // destructor is. `on_record` runs on the delivery thread.
  void Submit(RunBatch batch);

  // Gives up what `batch.token` named, see Deliverer::Cancel; its records say kTerminated. Any
  // thread; returns at once.
  void Cancel(uint64_t token);

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

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/mailbox.h"
#include "base/turn_meter.h"
#include "net/backlog.h"
#include "net/deliverer.h"
#include "net/egress_policy.h"
#include "net/run_batch.h"
#include "net/tls_context.h"

namespace sendoff::net {

// A Deliverer on a loop and a thread of its own, with the machine's network, names and roots: what
// a program has one of, shared by all its runs.
class DeliveryThread {
 public:
  struct Options {
    Deliverer::Options deliverer;
    Backlog::Limits backlog;
    std::shared_ptr<const EgressPolicy> policy;
    std::string ca_file;                      // see TlsContext
    std::vector<IpAddress> source_addresses;  // see ConnectorParts
    std::shared_ptr<TurnMeter> turns{};       // measures the thread's turns; null: nobody does
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

 private:
  // One word from another thread.
  struct Message {
    RunBatch batch;
    bool shutdown = false;
    uint64_t cancel = 0;  // a token
    bool stop = false;    // the owner is gone: end the loop when nothing is in flight
  };
  class Body;

  explicit DeliveryThread(const Backlog::Limits& backlog) : backlog_(backlog) {}

  static void Main(Options options, std::promise<Result<Mailbox<Message>*>> started);

  Backlog backlog_;
  Mailbox<Message>* mailbox_ = nullptr;  // lives on the thread's stack, as long as the thread runs
  std::thread thread_;
};

}  // namespace sendoff::net

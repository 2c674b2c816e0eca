// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/thread.h"
#include "carrier/carrier.h"
#include "carrier/messages/to_worker.h"
#include "carrier/thread/thread_carrier.h"
#include "runtime/snapshot/snapshot.h"
#include "worker/broker_link.h"
#include "worker/remote_services.h"

namespace sendoff::worker {

// Has the runs that a broker assigns to this process, one after another, carried by a thread of it.
class RunServer {
 public:
  // `link` outlives it. Starts V8.
  RunServer(BrokerLink& link, runtime::Snapshot snapshot);

  // Until the process ends.
  [[noreturn]] void Serve();

 private:
  // What the run that is under way has here.
  struct Run {
    explicit Run(BrokerLink& link) : services(std::make_shared<RemoteServices>(link)) {}

    const std::shared_ptr<RemoteServices> services;
    std::stop_source stop;
  };

  void Begin(messages::Assign assign);
  carrier::ThreadCarrier::Border MakeBorder();

  BrokerLink& link_;
  carrier::ThreadCarrier carrier_;
  // Of the run, for its sources.
  std::string step_path_;
  std::optional<std::string> step_text_;
  std::optional<Run> run_;
  std::optional<Thread> thread_;
};

}  // namespace sendoff::worker

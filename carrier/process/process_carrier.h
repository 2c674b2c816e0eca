// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/result.h>

#include <memory>
#include <stop_token>
#include <string>

#include "base/thread_pool.h"
#include "carrier/carrier.h"
#include "carrier/messages/hello.h"
#include "carrier/process/worker_pool.h"
#include "carrier/process/zygote_keeper.h"
#include "sources/kept_sources.h"

namespace sendoff::carrier {

// Carries runs in processes that have V8 and nothing but their memory: this one is the broker that
// has files, network, stores and secrets, and needs no V8. The process of a run is never left
// behind; a thread is, with a store of the host's that does not come back.
class ProcessCarrier final : public Carrier {
 public:
  // Finds the program, starts it, and compares versions. kUsage for options that cannot be, no
  // program, or one that is no worker of this version; kIo: it cannot be started.
  static Result<std::shared_ptr<ProcessCarrier>> Create(const ProcessOptions& options);

  ProcessCarrier(const ProcessOptions& options, IsolationReport report, messages::WorkerHello hello,
                 std::unique_ptr<WorkerPool> pool);

  // Has a worker begin, which then waits for the first run: before any, so that what this machine
  // does not let a worker have is said here. kIo.
  Result<void> TryWorker();

  Completion Carry(Assignment assignment, std::shared_ptr<Services> services,
                   std::stop_token stop) override;

  // Of layers it tells what `TryWorker` has found.
  IsolationReport isolation() const override { return report_; }

  // What the first zygote has said of itself: versions, and what locks its workers in.
  const messages::WorkerHello& hello() const { return hello_; }

 private:
  const ProcessOptions options_;
  IsolationReport report_;
  const messages::WorkerHello hello_;
  sources::KeptSources kept_;
  ThreadPool host_threads_;
  const std::unique_ptr<WorkerPool> pool_;
};

}  // namespace sendoff::carrier

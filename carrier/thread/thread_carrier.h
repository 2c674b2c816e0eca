// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/inprocess.h>
#include <sendoff/result.h>

#include <functional>
#include <memory>
#include <stop_token>

#include "base/thread_pool.h"
#include "carrier/carrier.h"
#include "net/http/outbound_request.h"
#include "request/handoffs.h"
#include "runtime/isolate/isolate_pool.h"
#include "runtime/snapshot/snapshot.h"
#include "sources/module_sources.h"

namespace sendoff::carrier {

// Carries runs on threads of this process, each in an isolate that it has to itself. A run whose
// V8 does not come back is left behind, with its thread and its isolate (supervised_run.h).
class ThreadCarrier final : public Carrier {
 public:
  // What is otherwise where this process is a worker of another one. Each is called on the run's
  // thread, and outlives the carrier; each may be missing.
  struct Border {
    // Where the modules of a run come from; else files of this machine.
    std::function<std::unique_ptr<sources::ModuleSources>(const StepInput& input)> make_sources;
    // Take what a run asks for as it is accepted; it is not in the Completion then.
    std::function<void(const net::OutboundRequest& request)> take_request;
    std::function<void(const request::Handoff& handoff)> take_handoff;
    // The process ends when a run was left behind, and its thread with it.
    bool ends_with_left_behind = false;
  };

  // Starts V8 (once in a process). Fails as Snapshot::Load does.
  static Result<std::shared_ptr<ThreadCarrier>> Create(const IsolateOptions& options);

  ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options);
  ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options, Border border);

  Completion Carry(Assignment assignment, std::shared_ptr<Services> services,
                   std::stop_token stop) override;

  IsolationReport isolation() const override;

 private:
  struct HostSide;

  // Runs that were left behind have it, too.
  const std::shared_ptr<runtime::IsolatePool> isolates_;
  const Border border_;
  ThreadPool threads_;
};

}  // namespace sendoff::carrier

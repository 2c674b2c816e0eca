// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/result.h>

#include <memory>
#include <stop_token>

#include "carrier/carrier.h"
#include "carrier/thread/thread_pool.h"
#include "runtime/isolate/isolate_pool.h"
#include "runtime/snapshot/snapshot.h"

namespace sendoff::carrier {

// Carries runs on threads of this process, each in an isolate that it has to itself. A run whose
// V8 does not come back is left behind, with its thread and its isolate (supervised_run.h).
class ThreadCarrier final : public Carrier {
 public:
  // Starts V8 (once in a process). Fails as Snapshot::Load does.
  static Result<std::shared_ptr<ThreadCarrier>> Create(const IsolateOptions& options);

  ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options);

  Completion Carry(Assignment assignment, std::shared_ptr<Services> services,
                   std::stop_token stop) override;

 private:
  // Runs that were left behind have it, too.
  const std::shared_ptr<runtime::IsolatePool> isolates_;
  ThreadPool threads_;
};

}  // namespace sendoff::carrier

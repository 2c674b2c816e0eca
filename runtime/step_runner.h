// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <stop_token>

#include "runtime/platform.h"
#include "runtime/run_watcher.h"
#include "runtime/snapshot.h"
#include "runtime/step_host.h"

namespace sendoff::runtime {

// Runs one step on the calling thread, in an isolate of its own that is gone when this returns. The
// calls may overlap on several threads. `host` hears of the run's end; see step_host.h.
//
// `stop` ends it as a limit would, from any thread.
//
// A step that fails gives `kError`, one that a limit ends `kTerminated`. What V8 cannot interrupt
// or does not survive is for the `watcher`, see supervised_run.h; without one the caller waits, or
// the process ends.
StepResult RunStep(const Platform& platform, const Snapshot& snapshot, const StepInput& input,
                   const StepLimits& limits, StepHost& host, const std::stop_token& stop = {},
                   RunWatcher* watcher = nullptr);

}  // namespace sendoff::runtime

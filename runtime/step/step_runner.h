// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <stop_token>

#include "runtime/isolate/isolate_host.h"
#include "runtime/leavings/run_watcher.h"
#include "runtime/step/step_host.h"

namespace sendoff::runtime {

// Runs one step on the calling thread, in a context of its own in `isolate_host`, which no other
// run uses meanwhile and whose heap limit is that of `limits`. Calls for several isolates may
// overlap on several threads. `host` hears of the run's end; see step_host.h.
//
// `stop` ends it as a limit would, from any thread.
//
// A step that fails gives `kError`, one that a limit ends `kTerminated`. What V8 cannot interrupt
// or does not survive is for the `watcher`, see supervised_run.h; without one the caller waits, or
// the process ends.
StepResult RunStep(IsolateHost& isolate_host, const StepInput& input, const StepLimits& limits,
                   StepHost& host, const std::stop_token& stop = {}, RunWatcher* watcher = nullptr);

}  // namespace sendoff::runtime

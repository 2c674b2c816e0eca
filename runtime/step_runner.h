// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <stop_token>

#include "runtime/isolate_host.h"
#include "runtime/step_host.h"

namespace sendoff::runtime {

// Runs one step on the calling thread, in a context of its own in `isolate_host`, which no other
// run uses meanwhile and whose heap limit is that of `limits`. Calls for several isolates may
// overlap on several threads. `host` hears of the run's end; see step_host.h.
//
// `stop` ends it as a limit would, from any thread.
//
// A step that fails gives `kError`, one that a limit ends `kTerminated`; nothing that a step does
// ends the process.
StepResult RunStep(IsolateHost& isolate_host, const StepInput& input, const StepLimits& limits,
                   StepHost& host, const std::stop_token& stop = {});

}  // namespace sendoff::runtime

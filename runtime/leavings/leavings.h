// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include "runtime/leavings/console.h"
#include "runtime/leavings/step_outcome.h"
#include "runtime/leavings/warnings.h"

namespace sendoff::runtime {

// What a run leaves, whatever becomes of it. It is no part of the isolate and its parts lock, so
// that it can be collected by another thread while the run's own hangs in V8.
struct Leavings {
  explicit Leavings(const StepLimits& limits)
      : console(limits.console_bytes, limits.console_lines), outcome(limits.result_bytes) {}

  // Moves everything into `result`, whose status is known by now. Once; what comes later is lost.
  void MoveInto(StepResult* result) {
    outcome.MoveInto(result);
    result->console = console.Take();
    result->warnings = warnings.Take();
  }

  Console console;
  StepOutcome outcome;
  Warnings warnings;
};

}  // namespace sendoff::runtime

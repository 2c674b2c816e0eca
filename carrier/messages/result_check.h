// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <string>

#include "base/clock.h"

namespace sendoff::messages {

// When a run took place by the broker's own clocks.
struct RunTime {
  WallTime assigned_at;
  WallTime now;
  Duration took;  // from the one to the other
};

// Whether an error of that kind says that a limit, a crash or the host has ended a run.
bool IsOfALimit(ErrorCode kind);

// A result that was decoded, of a worker that may be anybody's: whether a run with these limits can
// have come to it. Times and sizes that nothing follows from become plausible ones. kIo.
Result<void> CheckResult(const StepLimits& limits, const RunTime& time, StepResult* step);

// A console line, wherever it is told. kIo.
Result<void> CheckLine(const StepLimits& limits, const RunTime& time, ConsoleLine* line);

}  // namespace sendoff::messages

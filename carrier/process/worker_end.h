// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <string>

#include "carrier/process/worker_fate.h"

namespace sendoff::carrier {

// The error of a step whose process ended before the run was over (ERR_STEP_CRASHED).
StepError DescribeCrash(const WorkerFate::End& end);

// What stands behind "a worker", where it ended before it had a run: "ended by SIGSEGV before it
// was ready".
std::string DescribeStart(const WorkerFate::End& end);

}  // namespace sendoff::carrier

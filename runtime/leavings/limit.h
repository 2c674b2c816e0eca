// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

namespace sendoff::runtime {

// Which limit ended a run; `kStop` is the host's word that it must end.
enum class Limit { kNone, kTime, kCpuTime, kMemory, kStop };

// The error of a run that a limit ended.
StepError DescribeLimit(Limit limit, const StepLimits& limits);

}  // namespace sendoff::runtime

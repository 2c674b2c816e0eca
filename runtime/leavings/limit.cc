// SPDX-License-Identifier: MIT
#include "runtime/leavings/limit.h"

#include <string>

#include "base/own_error.h"

namespace sendoff::runtime {

StepError DescribeLimit(Limit limit, const StepLimits& limits) {
  switch (limit) {
    case Limit::kCpuTime:
      return OwnError(ErrorCode::kStepCpuTime, "CpuTimeLimitError",
                      "the step used more than its " + std::to_string(limits.cpu_time.count()) +
                          " ms of CPU time and was ended");
    case Limit::kMemory:
      return OwnError(ErrorCode::kStepMemory, "MemoryLimitError",
                      "the step needed more than its " +
                          std::to_string(limits.heap_bytes / (1 << 20)) +
                          " MB of memory and was ended");
    case Limit::kStop:
      return OwnError(ErrorCode::kStepStopped, "StoppedError",
                      "the step was ended because sendoff is shutting down");
    default:
      return OwnError(ErrorCode::kStepTimeout, "TimeoutError",
                      "the step ran longer than its " + std::to_string(limits.wall_time.count()) +
                          " ms and was ended");
  }
}

}  // namespace sendoff::runtime

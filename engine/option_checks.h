// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

namespace sendoff::engine {

// Whether options make sense, numbers above all; else kUsage, naming the option and what it may be.
// Where a limit is none, 0 means "nothing" and the largest number "without a limit".
Result<void> CheckOptions(const DeliveryOptions& options);
Result<void> CheckOptions(const RunOptions& options);

}  // namespace sendoff::engine

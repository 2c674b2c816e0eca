// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <memory>

#include "base/turn_meter.h"

namespace sendoff::engine {

// Engine::Create, for tests and benchmarks that want to know how long the turns of its delivery
// thread take. `turns` may be null.
Result<std::unique_ptr<Engine>> NewEngine(const DeliveryOptions& options,
                                          const IsolateOptions& isolates,
                                          std::shared_ptr<TurnMeter> turns);

}  // namespace sendoff::engine

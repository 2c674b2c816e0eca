// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <memory>

#include "base/turn_meter.h"
#include "carrier/carrier.h"

namespace sendoff::engine {

// An engine whose runs `carrier` carries; what Engine::Create is made of, which brings a carrier.
// Fails as that does on `options`. `turns` measures the delivery thread's turns, for
// tests and benchmarks, and may be null.
Result<std::unique_ptr<Engine>> NewEngine(const DeliveryOptions& options,
                                          std::shared_ptr<carrier::Carrier> carrier,
                                          std::shared_ptr<TurnMeter> turns);

}  // namespace sendoff::engine

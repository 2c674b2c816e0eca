// SPDX-License-Identifier: MIT
#include <sendoff/engine.h>

#include <utility>

#include "carrier/thread/thread_carrier.h"
#include "engine/new_engine.h"

namespace sendoff {

Result<std::unique_ptr<Engine>> Engine::Create(const DeliveryOptions& options,
                                               const IsolateOptions& isolates) {
  auto carrier = carrier::ThreadCarrier::Create(isolates);
  if (!carrier.ok()) return std::move(carrier.error());
  return engine::NewEngine(options, std::move(*carrier), nullptr);
}

}  // namespace sendoff

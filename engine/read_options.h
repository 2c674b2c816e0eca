// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include "delivery/delivery_thread.h"

namespace sendoff::engine {

// What the options say to the delivery thread. kUsage, naming the option, where they make no sense.
Result<delivery::DeliveryThread::Options> ReadOptions(const DeliveryOptions& options);

}  // namespace sendoff::engine

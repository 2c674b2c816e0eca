// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.timers`: what js/node/timers.js asks of the run's Timers and its queues.
extern const Binding kTimerBinding;

}  // namespace sendoff::runtime

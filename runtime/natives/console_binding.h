// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.console`: lines of js/node/console.js for the run's Console, and what none of them
// shows.
extern const Binding kConsoleBinding;

}  // namespace sendoff::runtime

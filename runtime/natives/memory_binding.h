// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.memory`: what js/core/guards.js tells NativeMemory.
extern const Binding kMemoryBinding;

}  // namespace sendoff::runtime

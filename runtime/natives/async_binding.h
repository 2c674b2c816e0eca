// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.async`: what AsyncLocalStorage stands on, V8's continuation data, which promises carry
// along.
extern const Binding kAsyncBinding;

}  // namespace sendoff::runtime

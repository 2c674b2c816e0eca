// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.lazy`: what js/core/lazy.js asks of LazyScripts, and the getters of the globals that are
// made at their first reading.
extern const Binding kLazyBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.bytes`: between text and bytes, for the web classes of js/. Callers check their
// arguments; no function here runs JavaScript.
extern const Binding kByteBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.library`: what Node's library asks of V8 and of the module loader.
extern const Binding kLibraryBinding;

}  // namespace sendoff::runtime

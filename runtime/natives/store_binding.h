// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.store`: the stores that the one who runs the step registered, by the name of the prop.
// Values are JSON texts. A prop without a store is an error at its first use.
extern const Binding kStoreBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.values`: what a value is, where JavaScript itself cannot tell without running the step's
// code or being lied to.
extern const Binding kValueBinding;

}  // namespace sendoff::runtime

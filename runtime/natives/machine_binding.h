// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// What js/node/process.js asks of the machine: the time, random bytes, which program this is; and
// the copies of structuredClone.
extern const Binding kMachineBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "runtime/snapshot/binding_table.h"

namespace sendoff::bindings {

// Every native function that scripts can reach, the runtime's own first. The order is part of the
// startup snapshot: the tool that makes it and the program that loads it both take this list.
std::vector<runtime::Binding> Registry();

}  // namespace sendoff::bindings

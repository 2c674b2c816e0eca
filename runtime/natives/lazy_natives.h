// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// The native functions of that name which are made when a lazy script asks for them, and are in no
// snapshot: contexts whose step does without hold none. js/ names those that there are.
const Binding& LazyNatives(std::string_view name);

}  // namespace sendoff::runtime

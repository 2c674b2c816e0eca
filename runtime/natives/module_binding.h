// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.modules`: paths and sources for js/node/commonjs.js.
extern const Binding kModuleBinding;

}  // namespace sendoff::runtime

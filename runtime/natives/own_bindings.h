// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// The native functions that js/ itself needs: every table of this room. They come first in every
// list of bindings.
std::span<const Binding> OwnBindings();

}  // namespace sendoff::runtime

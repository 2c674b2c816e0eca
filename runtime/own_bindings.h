// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "runtime/binding_table.h"

namespace sendoff::runtime {

// The native functions that js/ itself needs. They come first in every registry.
std::span<const Binding> OwnBindings();

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// Brotli's encoder and decoder, for node:zlib. Each is behind an ArrayBuffer that no step sees, and
// ends with it.
extern const Binding kBrotliBinding;

}  // namespace sendoff::runtime

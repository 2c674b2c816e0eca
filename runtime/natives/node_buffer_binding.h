// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.node_buffer`: what Node's lib/buffer.js and lib/internal/buffer.js ask of
// internalBinding('buffer'), with the same errors. A step can call some of it with whatever it
// likes.
extern const Binding kNodeBufferBinding;

}  // namespace sendoff::runtime

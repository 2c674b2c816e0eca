// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// zlib's two machines, for the web's compression streams and node:zlib. All that one of them has is
// in an ArrayBuffer, which the run's memory limit counts, and which goes with the run: nothing is
// to be closed. No step sees these buffers; what they work on may be anything.
extern const Binding kZlibBinding;

}  // namespace sendoff::runtime

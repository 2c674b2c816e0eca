// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.zlib`: zlib's two machines, for js/web/compression.js. All that one of them has is in an
// ArrayBuffer, which the run's memory limit counts, and which goes with the run: nothing is to be
// closed.
extern const Binding kZlibBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.buffers`: who has the memory of an ArrayBuffer, for js/web/streams/.
extern const Binding kBufferBinding;

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// `natives.text`: TextEncoder's and TextDecoder's work (js/web/encoding.js). Callers check their
// arguments; no function here runs JavaScript.
extern const Binding kTextCodecBinding;

}  // namespace sendoff::runtime

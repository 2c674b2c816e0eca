// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// Keys of node:crypto: read, written, as numbers. js/node/library/library_crypto.js says how they
// are used.
extern const Binding kCryptoKeyBinding;

}  // namespace sendoff::runtime

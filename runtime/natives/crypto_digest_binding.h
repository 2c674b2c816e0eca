// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/snapshot/binding_table.h"

namespace sendoff::runtime {

// Hashes, HMAC and random bytes of node:crypto. js/node/library/library_crypto.js says how they are
// used.
extern const Binding kCryptoDigestBinding;

}  // namespace sendoff::runtime

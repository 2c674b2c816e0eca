// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace sendoff {

// What a step may give a store, in bytes of UTF-8. A call with more throws, and no message has
// more.
inline constexpr size_t kMostStoreKey = 64 << 10;  // and no prop of a longer name has a store
inline constexpr size_t kMostStoreValue = 64 << 20;

}  // namespace sendoff

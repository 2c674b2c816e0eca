// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace sendoff {

// Fills `size` bytes from the system's generator, which cannot fail once the system has started.
// Any thread. To make a std::random_device costs more: it asks the processor what it can do, and
// of a virtual machine the host has to answer for it.
void RandomBytes(void* bytes, size_t size);

}  // namespace sendoff

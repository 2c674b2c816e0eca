// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

namespace sendoff::runtime {

// Tells damaged bytes from whole ones, quickly rather than well: it is computed at every start.
// With the checksum of what stands before them, of all that.
uint64_t Checksum(std::span<const uint8_t> bytes, uint64_t before = 0xcbf29ce484222325);

}  // namespace sendoff::runtime

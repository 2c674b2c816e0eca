// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "crypto/derivation.h"

namespace sendoff::crypto {

// The costs of scrypt (RFC 7914), as the RFC names them.
struct ScryptCosts {
  uint64_t n;
  uint64_t r;
  uint64_t p;
};

// Why OpenSSL would not take these costs within so many bytes of memory: its text, which can be
// empty. Nothing when it would.
std::optional<std::string> ScryptRefusal(const ScryptCosts& costs, uint64_t max_memory);

// How many bytes of memory it takes, of costs that were not refused.
uint64_t ScryptMemory(const ScryptCosts& costs);

// `memory`: of ScryptMemory(costs) bytes, at an address for uint32_t. False when it was given up.
bool Scrypt(std::span<const uint8_t> password, std::span<const uint8_t> salt,
            const ScryptCosts& costs, std::span<uint8_t> memory, std::span<uint8_t> key,
            const Interrupted& interrupted);

}  // namespace sendoff::crypto

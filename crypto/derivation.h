// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "crypto/handles.h"

namespace sendoff::crypto {

// Whether to give up. Asked every millisecond or so.
using Interrupted = std::function<bool()>;

// PBKDF2 with HMAC (RFC 8018). False when it was given up, or the digest is not one for HMAC.
bool Pbkdf2(const EVP_MD* digest, std::span<const uint8_t> password, std::span<const uint8_t> salt,
            uint32_t rounds, std::span<uint8_t> key, const Interrupted& interrupted);

// HKDF (RFC 5869), of at most 255 digests. False when the digest is not one for HMAC.
bool Hkdf(const EVP_MD* digest, std::span<const uint8_t> secret, std::span<const uint8_t> salt,
          std::span<const uint8_t> info, std::span<uint8_t> key);

}  // namespace sendoff::crypto

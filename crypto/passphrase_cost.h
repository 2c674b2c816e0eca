// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/bio.h>

#include <cstdint>
#include <span>

namespace sendoff::crypto {

// Whether an encrypted key (PKCS #8 in DER) asks for so many rounds that they are not done; then
// there is an error in OpenSSL's queue. False of what is none.
bool AsksForTooMuch(std::span<const uint8_t> encrypted_key);

// The same of a PEM text that may hold one.
bool PemAsksForTooMuch(std::span<const uint8_t> pem);

}  // namespace sendoff::crypto

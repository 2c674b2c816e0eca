// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/handles.h"

namespace sendoff::crypto {

// Keys as numbers, as JSON Web Keys (RFC 7517) have them. All numbers are big-endian.
using KeyBytes = std::vector<uint8_t>;

// The parts of an RSA key by the names that a JWK has for them: n, e, d, p, q, dp, dq, qi.
using RsaParts = std::vector<std::pair<std::string, KeyBytes>>;

// Parts that the key does not have are left out. Leading zeros are, too.
RsaParts PartsOfRsa(const EVP_PKEY* key);
// Null with OpenSSL's errors, also of numbers larger than kMostKeyBits.
KeyPointer MakeRsa(const RsaParts& parts);

// A point and a secret, as long as the curve's field; `secret` is empty in a public key.
struct EcParts {
  int curve;  // OpenSSL's number
  KeyBytes x;
  KeyBytes y;
  KeyBytes secret;
};
std::optional<EcParts> PartsOfEc(const EVP_PKEY* key);
// Null where the point is not on the curve.
KeyPointer MakeEc(const EcParts& parts);

// Ed25519, Ed448, X25519, X448: OpenSSL's number, and its bytes.
std::optional<KeyBytes> RawPublic(const EVP_PKEY* key);
std::optional<KeyBytes> RawPrivate(const EVP_PKEY* key);
KeyPointer MakeRaw(int kind, const KeyBytes& bytes, bool is_private);

// What Node calls the kind: "rsa", "rsa-pss", "dsa", "dh", "ec", "ed25519", "ed448", "x25519",
// "x448"; empty for any other.
std::string KindOf(const EVP_PKEY* key);

// The number of a key's curve; 0 where it has none.
int CurveOf(const EVP_PKEY* key);

}  // namespace sendoff::crypto

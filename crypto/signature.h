// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "crypto/handles.h"

namespace sendoff::crypto {

// How signatures are made with a key.
struct SignatureTerms {
  std::optional<int> padding;      // RSA's, OpenSSL's number; none: as the key has it
  std::optional<int> salt_length;  // of RSA-PSS, OpenSSL's numbers below 0 as well
  bool is_p1363 = false;           // of (EC)DSA: r and s one behind the other, and not DER
};

using Signature = std::vector<uint8_t>;

// Signs data whole. `digest` may be null: the key's own, or none. Nothing with OpenSSL's errors.
std::optional<Signature> Sign(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
                              std::span<const uint8_t> data);

// Signs what a digest has taken so far.
std::optional<Signature> SignDigest(EVP_PKEY* key, const EVP_MD* digest,
                                    const SignatureTerms& terms, std::span<const uint8_t> hash);

enum class Verdict { kValid, kInvalid, kFailed };  // the last with OpenSSL's errors

Verdict Verify(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
               std::span<const uint8_t> data, std::span<const uint8_t> signature);
Verdict VerifyDigest(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
                     std::span<const uint8_t> hash, std::span<const uint8_t> signature);

// Whether it signs data and no hash (Ed25519, Ed448).
bool SignsWhole(const EVP_PKEY* key);

// A (EC)DSA signature in the other form; nothing where it is none of that key.
std::optional<Signature> ToP1363(const EVP_PKEY* key, std::span<const uint8_t> der);
std::optional<Signature> FromP1363(const EVP_PKEY* key, std::span<const uint8_t> signature);

}  // namespace sendoff::crypto

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/handles.h"

namespace sendoff::crypto {

// The last two are what signatures are made of: a private key encrypts, a public one decrypts.
enum class RsaOperation { kPublicEncrypt, kPrivateDecrypt, kPrivateEncrypt, kPublicDecrypt };

struct RsaTerms {
  int padding;                     // OpenSSL's number
  const EVP_MD* digest = nullptr;  // of OAEP; null: SHA-1
  std::span<const uint8_t> label;  // of OAEP
};

// Nothing with OpenSSL's errors.
std::optional<std::vector<uint8_t>> RsaEncryption(RsaOperation operation, EVP_PKEY* key,
                                                  const RsaTerms& terms,
                                                  std::span<const uint8_t> input);

}  // namespace sendoff::crypto

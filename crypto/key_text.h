// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/handles.h"

namespace sendoff::crypto {

using Bytes = std::span<const uint8_t>;

// How a key is written: as PEM or DER, in one of these structures.
enum class KeyFormat { kDer, kPem };
enum class KeyStructure { kPkcs1, kPkcs8, kSpki, kSec1 };

struct KeyText {
  Bytes bytes;
  KeyFormat format = KeyFormat::kPem;
  std::optional<KeyStructure> structure;  // of DER
  std::optional<Bytes> passphrase;
};

// Keys of larger numbers are not taken: an operation with them takes seconds, which nothing ends.
inline constexpr int kMostKeyBits = 16384;
// Nor keys that are encrypted with more rounds.
inline constexpr int64_t kMostPassphraseRounds = 10'000'000;

// Null with OpenSSL's errors. The second reads the public half of whatever `text` holds: a public
// key, a private one, a certificate.
KeyPointer ReadPrivateKey(const KeyText& text);
KeyPointer ReadAnyKey(const KeyText& text);

// How a private key is encrypted when it is written.
struct KeyEncryption {
  const EVP_CIPHER* cipher;
  Bytes passphrase;
};

// Nothing with OpenSSL's errors.
std::optional<std::string> WritePublicKey(EVP_PKEY* key, KeyFormat format, KeyStructure structure);
std::optional<std::string> WritePrivateKey(EVP_PKEY* key, KeyFormat format, KeyStructure structure,
                                           const std::optional<KeyEncryption>& encryption);

}  // namespace sendoff::crypto

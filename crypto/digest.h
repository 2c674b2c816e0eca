// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "crypto/handles.h"

namespace sendoff::crypto {

// A hash of bytes that come bit by bit. Any one thread.
class Digest {
 public:
  // `length`: of the output in bytes, where it is not the digest's own. Null where the digest
  // cannot have that length, see TakeErrors().
  static std::unique_ptr<Digest> Make(const EVP_MD* digest, std::optional<size_t> length);

  // One that has taken the same bytes.
  std::unique_ptr<Digest> Copy(std::optional<size_t> length) const;

  // False when OpenSSL refused.
  bool Update(std::span<const uint8_t> bytes);

  size_t length() const { return length_; }

  // The hash, once, into as many bytes as `length()`. False when OpenSSL refused.
  bool Finish(std::span<uint8_t> hash);

 private:
  Digest(DigestContext context, size_t length) : context_(std::move(context)), length_(length) {}

  DigestContext context_;
  size_t length_;
};

// Compares in a time that does not tell where they differ.
bool AreEqual(std::span<const uint8_t> a, std::span<const uint8_t> b);

}  // namespace sendoff::crypto

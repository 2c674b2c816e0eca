// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "crypto/handles.h"

namespace sendoff::crypto {

// HMAC (RFC 2104) of bytes that come bit by bit, or of many messages by one key. Any one thread.
class Hmac {
 public:
  // Nothing for digests that HMAC is not defined with.
  static std::optional<Hmac> Make(const EVP_MD* digest, std::span<const uint8_t> key);

  size_t length() const { return length_; }

  bool Update(std::span<const uint8_t> bytes);
  // The code of what came since the last call, into `length()` bytes.
  bool Finish(std::span<uint8_t> code);

 private:
  Hmac() = default;
  bool SetKey(const EVP_MD* digest, std::span<const uint8_t> key);

  // With the key's block behind it, where each message begins.
  DigestContext inner_;
  DigestContext outer_;
  DigestContext current_;
  size_t length_ = 0;
};

}  // namespace sendoff::crypto

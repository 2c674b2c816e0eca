// SPDX-License-Identifier: MIT
#include "crypto/derivation.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/hmac.h"

namespace sendoff::crypto {
namespace {

constexpr uint64_t kBetweenLooks = 1000;  // codes, of less than a microsecond each

using Code = std::array<uint8_t, EVP_MAX_MD_SIZE>;

std::array<uint8_t, 4> BigEndian(uint32_t number) {
  return {static_cast<uint8_t>(number >> 24), static_cast<uint8_t>(number >> 16),
          static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number)};
}

// One part of the key: the sum of all rounds' codes.
class Part {
 public:
  Part(Hmac& hmac, const Interrupted& interrupted) : hmac_(hmac), interrupted_(interrupted) {}

  bool Make(std::span<const uint8_t> salt, uint32_t number, uint32_t rounds) {
    const std::span code(code_.data(), hmac_.length());
    if (!hmac_.Update(salt) || !hmac_.Update(BigEndian(number)) || !hmac_.Finish(code)) {
      return false;
    }
    sum_ = code_;
    for (uint32_t round = 1; round < rounds; ++round) {
      if (round % kBetweenLooks == 0 && interrupted_()) return false;
      if (!hmac_.Update(code) || !hmac_.Finish(code)) return false;
      for (size_t i = 0; i < code.size(); ++i) sum_[i] ^= code[i];
    }
    return true;
  }

  const Code& sum() const { return sum_; }

 private:
  Hmac& hmac_;
  const Interrupted& interrupted_;
  Code code_ = {};
  Code sum_ = {};
};

}  // namespace

bool Pbkdf2(const EVP_MD* digest, std::span<const uint8_t> password, std::span<const uint8_t> salt,
            uint32_t rounds, std::span<uint8_t> key, const Interrupted& interrupted) {
  std::optional<Hmac> hmac = Hmac::Make(digest, password);
  if (!hmac) return false;
  uint32_t number = 0;
  for (size_t at = 0; at < key.size(); at += hmac->length()) {
    if (++number % kBetweenLooks == 0 && interrupted()) return false;
    Part part(*hmac, interrupted);
    if (!part.Make(salt, number, rounds)) return false;
    const size_t size = std::min(hmac->length(), key.size() - at);
    std::copy_n(part.sum().begin(), size, key.begin() + static_cast<ptrdiff_t>(at));
  }
  return true;
}

bool Hkdf(const EVP_MD* digest, std::span<const uint8_t> secret, std::span<const uint8_t> salt,
          std::span<const uint8_t> info, std::span<uint8_t> key) {
  std::optional<Hmac> extract = Hmac::Make(digest, salt);
  if (!extract) return false;
  Code code;
  const std::span whole(code.data(), extract->length());
  if (!extract->Update(secret) || !extract->Finish(whole)) return false;
  std::optional<Hmac> expand = Hmac::Make(digest, whole);
  if (!expand) return false;
  uint8_t number = 0;
  for (size_t at = 0; at < key.size(); at += whole.size()) {
    ++number;
    if ((number > 1 && !expand->Update(whole)) || !expand->Update(info) ||
        !expand->Update({&number, 1}) || !expand->Finish(whole)) {
      return false;
    }
    const size_t size = std::min(whole.size(), key.size() - at);
    std::copy_n(whole.begin(), size, key.begin() + static_cast<ptrdiff_t>(at));
  }
  OPENSSL_cleanse(code.data(), code.size());
  return true;
}

}  // namespace sendoff::crypto

// SPDX-License-Identifier: MIT
#include "crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <utility>

namespace sendoff::crypto {
namespace {

bool IsExtendable(const EVP_MD* digest) {
  return (EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0;
}

// The lengths that Node's SHAKE digests have; since 3.4 OpenSSL has none.
size_t OwnLength(const EVP_MD* digest) {
  if (EVP_MD_is_a(digest, "SHAKE128")) return 16;
  if (EVP_MD_is_a(digest, "SHAKE256")) return 32;
  return static_cast<size_t>(EVP_MD_get_size(digest));
}

// The wanted length; none with an error of OpenSSL's.
std::optional<size_t> LengthOf(const EVP_MD* digest, std::optional<size_t> wanted) {
  const size_t own = OwnLength(digest);
  if (!wanted || *wanted == own || IsExtendable(digest)) return wanted.value_or(own);
  ERR_raise(ERR_LIB_EVP, EVP_R_NOT_XOF_OR_INVALID_LENGTH);
  return std::nullopt;
}

}  // namespace

std::unique_ptr<Digest> Digest::Make(const EVP_MD* digest, std::optional<size_t> length) {
  DigestContext context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex(context.get(), digest, nullptr) != 1) return nullptr;
  const std::optional<size_t> output = LengthOf(digest, length);
  if (!output) return nullptr;
  return std::unique_ptr<Digest>(new Digest(std::move(context), *output));
}

std::unique_ptr<Digest> Digest::Copy(std::optional<size_t> length) const {
  DigestContext context(EVP_MD_CTX_new());
  if (!context || EVP_MD_CTX_copy_ex(context.get(), context_.get()) != 1) return nullptr;
  const std::optional<size_t> output =
      LengthOf(EVP_MD_CTX_get0_md(context.get()), length.value_or(length_));
  if (!output) return nullptr;
  return std::unique_ptr<Digest>(new Digest(std::move(context), *output));
}

bool Digest::Update(std::span<const uint8_t> bytes) {
  return EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
}

bool Digest::Finish(std::span<uint8_t> hash) {
  if (length_ == 0) return true;
  const EVP_MD* digest = EVP_MD_CTX_get0_md(context_.get());
  if (IsExtendable(digest)) {
    return EVP_DigestFinalXOF(context_.get(), hash.data(), hash.size()) == 1;
  }
  return EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1;
}

bool AreEqual(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace sendoff::crypto

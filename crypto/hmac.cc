// SPDX-License-Identifier: MIT
#include "crypto/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sendoff::crypto {
namespace {

constexpr size_t kMostBlock = 256;  // bytes; SHA3-224 has 144

using Block = std::array<uint8_t, kMostBlock>;

// A digest that has taken the block with each of its bytes changed.
DigestContext After(const EVP_MD* digest, const Block& block, size_t size, uint8_t change) {
  Block changed;
  for (size_t i = 0; i < size; ++i) changed[i] = block[i] ^ change;
  DigestContext context(EVP_MD_CTX_new());
  const bool done = context && EVP_DigestInit_ex(context.get(), digest, nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), changed.data(), size) == 1;
  OPENSSL_cleanse(changed.data(), changed.size());
  return done ? std::move(context) : nullptr;
}

}  // namespace

std::optional<Hmac> Hmac::Make(const EVP_MD* digest, std::span<const uint8_t> key) {
  Hmac hmac;
  if ((EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0 || !hmac.SetKey(digest, key)) {
    return std::nullopt;
  }
  return hmac;
}

bool Hmac::SetKey(const EVP_MD* digest, std::span<const uint8_t> key) {
  const int block_size = EVP_MD_get_block_size(digest);
  const auto size = static_cast<size_t>(block_size);
  if (block_size <= 0 || size > kMostBlock) return false;
  length_ = static_cast<size_t>(EVP_MD_get_size(digest));
  Block block = {};
  if (key.size() <= size) {
    std::copy(key.begin(), key.end(), block.begin());
  } else if (EVP_Digest(key.data(), key.size(), block.data(), nullptr, digest, nullptr) != 1) {
    return false;
  }
  inner_ = After(digest, block, size, 0x36);
  outer_ = After(digest, block, size, 0x5c);
  OPENSSL_cleanse(block.data(), block.size());
  current_.reset(EVP_MD_CTX_new());
  return inner_ && outer_ && current_ && EVP_MD_CTX_copy_ex(current_.get(), inner_.get()) == 1;
}

bool Hmac::Update(std::span<const uint8_t> bytes) {
  return EVP_DigestUpdate(current_.get(), bytes.data(), bytes.size()) == 1;
}

bool Hmac::Finish(std::span<uint8_t> code) {
  return EVP_DigestFinal_ex(current_.get(), code.data(), nullptr) == 1 &&
         EVP_MD_CTX_copy_ex(current_.get(), outer_.get()) == 1 &&
         EVP_DigestUpdate(current_.get(), code.data(), length_) == 1 &&
         EVP_DigestFinal_ex(current_.get(), code.data(), nullptr) == 1 &&
         EVP_MD_CTX_copy_ex(current_.get(), inner_.get()) == 1;
}

}  // namespace sendoff::crypto

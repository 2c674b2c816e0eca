// SPDX-License-Identifier: MIT
#include "crypto/cipher.h"

#include <openssl/objects.h>

#include <algorithm>
#include <array>
#include <climits>

namespace sendoff::crypto {
namespace {

std::string ModeOf(const EVP_CIPHER* cipher) {
  switch (EVP_CIPHER_get_mode(cipher)) {
    case EVP_CIPH_CBC_MODE:
      return "cbc";
    case EVP_CIPH_CCM_MODE:
      return "ccm";
    case EVP_CIPH_CFB_MODE:
      return "cfb";
    case EVP_CIPH_CTR_MODE:
      return "ctr";
    case EVP_CIPH_ECB_MODE:
      return "ecb";
    case EVP_CIPH_GCM_MODE:
      return "gcm";
    case EVP_CIPH_OCB_MODE:
      return "ocb";
    case EVP_CIPH_OFB_MODE:
      return "ofb";
    case EVP_CIPH_WRAP_MODE:
      return "wrap";
    case EVP_CIPH_XTS_MODE:
      return "xts";
    case EVP_CIPH_STREAM_CIPHER:
      return "stream";
    default:
      return "";
  }
}

bool HasTag(const EVP_CIPHER* cipher) {
  return (EVP_CIPHER_get_flags(cipher) & EVP_CIPH_FLAG_AEAD_CIPHER) != 0;
}

bool SetIvLength(EVP_CIPHER_CTX* context, size_t length) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(length), nullptr) ==
         1;
}

// Whether vectors of another length than its own are right for it.
bool TakesIv(const EVP_CIPHER* cipher, size_t length) {
  const auto own = static_cast<size_t>(EVP_CIPHER_get_iv_length(cipher));
  if (length == own) return true;
  return HasTag(cipher) && length > 0 && length <= INT_MAX;
}

}  // namespace

CipherFacts FactsOf(const EVP_CIPHER* cipher) {
  const int id = EVP_CIPHER_get_nid(cipher);
  const char* name = OBJ_nid2sn(id);
  return {.name = name != nullptr && id != NID_undef ? name : EVP_CIPHER_get0_name(cipher),
          .mode = ModeOf(cipher),
          .id = id,
          .key_length = static_cast<size_t>(EVP_CIPHER_get_key_length(cipher)),
          .iv_length = static_cast<size_t>(EVP_CIPHER_get_iv_length(cipher)),
          .block_size = static_cast<size_t>(EVP_CIPHER_get_block_size(cipher)),
          .has_tag = HasTag(cipher)};
}

bool TakesLengths(const EVP_CIPHER* cipher, std::optional<size_t> key, std::optional<size_t> iv) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  if (!context || EVP_CipherInit_ex(context.get(), cipher, nullptr, nullptr, nullptr, 1) != 1) {
    return false;
  }
  if (key && (*key > INT_MAX ||
              EVP_CIPHER_CTX_set_key_length(context.get(), static_cast<int>(*key)) != 1)) {
    return false;
  }
  if (!iv) return true;
  return HasTag(cipher) ? *iv <= INT_MAX && SetIvLength(context.get(), *iv)
                        : *iv == static_cast<size_t>(EVP_CIPHER_get_iv_length(cipher));
}

std::pair<std::unique_ptr<Cipher>, Cipher::Refusal> Cipher::Make(const EVP_CIPHER* cipher,
                                                                 bool encrypts,
                                                                 std::span<const uint8_t> key,
                                                                 std::span<const uint8_t> iv) {
  if (!TakesIv(cipher, iv.size())) return {nullptr, Refusal::kIv};
  CipherContext context(EVP_CIPHER_CTX_new());
  if (!context ||
      EVP_CipherInit_ex(context.get(), cipher, nullptr, nullptr, nullptr, encrypts ? 1 : 0) != 1) {
    return {nullptr, Refusal::kFailed};
  }
  if (HasTag(cipher) && !SetIvLength(context.get(), iv.size())) return {nullptr, Refusal::kIv};
  if (key.size() > INT_MAX ||
      EVP_CIPHER_CTX_set_key_length(context.get(), static_cast<int>(key.size())) != 1) {
    return {nullptr, Refusal::kKeyLength};
  }
  if (EVP_CipherInit_ex(context.get(), nullptr, nullptr, key.data(),
                        iv.empty() ? nullptr : iv.data(), encrypts ? 1 : 0) != 1) {
    return {nullptr, Refusal::kFailed};
  }
  return {std::unique_ptr<Cipher>(new Cipher(std::move(context))), Refusal::kNone};
}

size_t Cipher::RoomFor(size_t input) const { return input + block_size(); }

size_t Cipher::block_size() const {
  return static_cast<size_t>(EVP_CIPHER_CTX_get_block_size(context_.get()));
}

std::optional<size_t> Cipher::Update(std::span<const uint8_t> input, std::span<uint8_t> output) {
  if (input.size() > INT_MAX || output.size() < RoomFor(input.size())) return std::nullopt;
  int written = 0;
  if (EVP_CipherUpdate(context_.get(), output.data(), &written, input.data(),
                       static_cast<int>(input.size())) != 1) {
    return std::nullopt;
  }
  return static_cast<size_t>(written);
}

std::optional<size_t> Cipher::Finish(std::span<uint8_t> output) {
  int written = 0;
  if (output.size() < block_size() ||
      EVP_CipherFinal_ex(context_.get(), output.data(), &written) != 1) {
    return std::nullopt;
  }
  return static_cast<size_t>(written);
}

bool Cipher::AddData(std::span<const uint8_t> data) {
  int written = 0;
  return data.size() <= INT_MAX && EVP_CipherUpdate(context_.get(), nullptr, &written, data.data(),
                                                    static_cast<int>(data.size())) == 1;
}

bool Cipher::SetPadding(bool pads) {
  return EVP_CIPHER_CTX_set_padding(context_.get(), pads ? 1 : 0) == 1;
}

bool Cipher::SetTag(std::span<const uint8_t> tag) {
  std::array<uint8_t, EVP_MAX_IV_LENGTH> copy;
  if (tag.empty() || tag.size() > copy.size()) return false;
  std::copy(tag.begin(), tag.end(), copy.begin());
  return EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                             copy.data()) == 1;
}

bool Cipher::GetTag(std::span<uint8_t> tag) {
  return EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()),
                             tag.data()) == 1;
}

}  // namespace sendoff::crypto

// SPDX-License-Identifier: MIT
#include "crypto/rsa_encryption.h"

#include <openssl/crypto.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace sendoff::crypto {
namespace {

struct Steps {
  int (*init)(EVP_PKEY_CTX*);
  int (*run)(EVP_PKEY_CTX*, unsigned char*, size_t*, const unsigned char*, size_t);
};

Steps StepsOf(RsaOperation operation) {
  switch (operation) {
    case RsaOperation::kPublicEncrypt:
      return {EVP_PKEY_encrypt_init, EVP_PKEY_encrypt};
    case RsaOperation::kPrivateDecrypt:
      return {EVP_PKEY_decrypt_init, EVP_PKEY_decrypt};
    case RsaOperation::kPrivateEncrypt:
      return {EVP_PKEY_sign_init, EVP_PKEY_sign};
    case RsaOperation::kPublicDecrypt:
      break;
  }
  return {EVP_PKEY_verify_recover_init, EVP_PKEY_verify_recover};
}

bool SetLabel(EVP_PKEY_CTX* context, std::span<const uint8_t> label) {
  if (label.empty()) return true;
  auto* copy = static_cast<uint8_t*>(OPENSSL_memdup(label.data(), label.size()));
  if (copy == nullptr) return false;
  if (EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, static_cast<int>(label.size())) > 0) {
    return true;
  }
  OPENSSL_free(copy);
  return false;
}

}  // namespace

std::optional<std::vector<uint8_t>> RsaEncryption(RsaOperation operation, EVP_PKEY* key,
                                                  const RsaTerms& terms,
                                                  std::span<const uint8_t> input) {
  const Steps steps = StepsOf(operation);
  const KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  size_t size = 0;
  if (!context || steps.init(context.get()) <= 0 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), terms.padding) <= 0 ||
      (terms.digest != nullptr && EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), terms.digest) <= 0) ||
      !SetLabel(context.get(), terms.label) ||
      steps.run(context.get(), nullptr, &size, input.data(), input.size()) <= 0) {
    return std::nullopt;
  }
  std::vector<uint8_t> output(size);
  if (steps.run(context.get(), output.data(), &size, input.data(), input.size()) <= 0) {
    return std::nullopt;
  }
  std::vector<uint8_t> result(output.begin(), output.begin() + static_cast<ptrdiff_t>(size));
  OPENSSL_cleanse(output.data(), output.size());
  return result;
}

}  // namespace sendoff::crypto

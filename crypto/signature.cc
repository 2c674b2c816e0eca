// SPDX-License-Identifier: MIT
#include "crypto/signature.h"

#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "crypto/key_parts.h"

namespace sendoff::crypto {
namespace {

using EcSignature = std::unique_ptr<ECDSA_SIG, Releaser<ECDSA_SIG_free>>;

bool IsRsa(const EVP_PKEY* key) {
  const int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS;
}

bool IsDsa(const EVP_PKEY* key) {
  const int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_DSA || id == EVP_PKEY_EC;
}

bool Apply(EVP_PKEY_CTX* context, const EVP_PKEY* key, const SignatureTerms& terms) {
  if (!IsRsa(key)) return true;
  const int own =
      EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA_PSS ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
  const int padding = terms.padding.value_or(own);
  if (EVP_PKEY_CTX_set_rsa_padding(context, padding) <= 0) return false;
  return padding != RSA_PKCS1_PSS_PADDING || !terms.salt_length ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, *terms.salt_length) > 0;
}

// How many bytes r and s have each; 0 for other keys.
size_t NumberBytes(const EVP_PKEY* key) {
  if (!IsDsa(key)) return 0;
  BIGNUM* order = nullptr;
  const char* name = EVP_PKEY_get_base_id(key) == EVP_PKEY_DSA ? "q" : "order";
  if (EVP_PKEY_get_bn_param(key, name, &order) == 1) {
    const NumberPointer owner(order);
    return static_cast<size_t>(BN_num_bytes(order));
  }
  return 0;
}

std::optional<Signature> InForm(const EVP_PKEY* key, const SignatureTerms& terms,
                                std::optional<Signature> signature) {
  if (!signature || !terms.is_p1363 || !IsDsa(key)) return signature;
  return ToP1363(key, *signature);
}

Verdict VerdictOf(int result) {
  if (result == 1) return Verdict::kValid;
  return Verdict::kInvalid;
}

// The signature in the form that OpenSSL verifies; nothing where it can be none.
std::optional<Signature> ForOpenSsl(const EVP_PKEY* key, const SignatureTerms& terms,
                                    std::span<const uint8_t> signature) {
  if (terms.is_p1363 && IsDsa(key)) return FromP1363(key, signature);
  return Signature(signature.begin(), signature.end());
}

KeyContext HashContext(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
                       int (*init)(EVP_PKEY_CTX*)) {
  KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  if (!context || init(context.get()) <= 0 || !Apply(context.get(), key, terms) ||
      EVP_PKEY_CTX_set_signature_md(context.get(), digest) <= 0) {
    return nullptr;
  }
  return context;
}

}  // namespace

bool SignsWhole(const EVP_PKEY* key) {
  const int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448;
}

std::optional<Signature> Sign(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
                              std::span<const uint8_t> data) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  size_t size = 0;
  if (!context || EVP_DigestSignInit(context.get(), &inner, digest, nullptr, key) != 1 ||
      !Apply(inner, key, terms) ||
      EVP_DigestSign(context.get(), nullptr, &size, data.data(), data.size()) != 1) {
    return std::nullopt;
  }
  Signature signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, data.data(), data.size()) != 1) {
    return std::nullopt;
  }
  signature.resize(size);
  return InForm(key, terms, std::move(signature));
}

std::optional<Signature> SignDigest(EVP_PKEY* key, const EVP_MD* digest,
                                    const SignatureTerms& terms, std::span<const uint8_t> hash) {
  const KeyContext context = HashContext(key, digest, terms, EVP_PKEY_sign_init);
  size_t size = 0;
  if (!context || EVP_PKEY_sign(context.get(), nullptr, &size, hash.data(), hash.size()) <= 0) {
    return std::nullopt;
  }
  Signature signature(size);
  if (EVP_PKEY_sign(context.get(), signature.data(), &size, hash.data(), hash.size()) <= 0) {
    return std::nullopt;
  }
  signature.resize(size);
  return InForm(key, terms, std::move(signature));
}

Verdict Verify(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
               std::span<const uint8_t> data, std::span<const uint8_t> signature) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  if (!context || EVP_DigestVerifyInit(context.get(), &inner, digest, nullptr, key) != 1 ||
      !Apply(inner, key, terms)) {
    return Verdict::kFailed;
  }
  const std::optional<Signature> known = ForOpenSsl(key, terms, signature);
  if (!known) return Verdict::kInvalid;
  return VerdictOf(
      EVP_DigestVerify(context.get(), known->data(), known->size(), data.data(), data.size()));
}

Verdict VerifyDigest(EVP_PKEY* key, const EVP_MD* digest, const SignatureTerms& terms,
                     std::span<const uint8_t> hash, std::span<const uint8_t> signature) {
  const KeyContext context = HashContext(key, digest, terms, EVP_PKEY_verify_init);
  if (!context) return Verdict::kFailed;
  const std::optional<Signature> known = ForOpenSsl(key, terms, signature);
  if (!known) return Verdict::kInvalid;
  return VerdictOf(
      EVP_PKEY_verify(context.get(), known->data(), known->size(), hash.data(), hash.size()));
}

std::optional<Signature> ToP1363(const EVP_PKEY* key, std::span<const uint8_t> der) {
  const size_t size = NumberBytes(key);
  const uint8_t* at = der.data();
  // A DSA signature has the same form.
  const EcSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (size == 0 || !parsed) return std::nullopt;
  const auto width = static_cast<int>(size);
  Signature signature(2 * size);
  if (BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), signature.data(), width) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), signature.data() + size, width) < 0) {
    return std::nullopt;
  }
  return signature;
}

std::optional<Signature> FromP1363(const EVP_PKEY* key, std::span<const uint8_t> signature) {
  const size_t size = NumberBytes(key);
  if (size == 0 || signature.size() != 2 * size) return std::nullopt;
  const auto width = static_cast<int>(size);
  NumberPointer r(BN_bin2bn(signature.data(), width, nullptr));
  NumberPointer s(BN_bin2bn(signature.data() + size, width, nullptr));
  const EcSignature made(ECDSA_SIG_new());
  if (!r || !s || !made || ECDSA_SIG_set0(made.get(), r.get(), s.get()) != 1) return std::nullopt;
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  uint8_t* der = nullptr;
  const int length = i2d_ECDSA_SIG(made.get(), &der);
  if (length <= 0) return std::nullopt;
  Signature result(der, der + length);
  OPENSSL_free(der);
  return result;
}

}  // namespace sendoff::crypto

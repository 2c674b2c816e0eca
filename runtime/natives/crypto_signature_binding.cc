// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_signature_binding.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "crypto/algorithms.h"
#include "crypto/digest.h"
#include "crypto/errors.h"
#include "crypto/rsa_encryption.h"
#include "crypto/signature.h"
#include "runtime/natives/crypto_objects.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using crypto::KeyPointer;
using DigestPointer = std::unique_ptr<crypto::Digest>;

EVP_PKEY* KeyOf(v8::Local<v8::Value> value) {
  const KeyPointer* key = FromScript<KeyPointer>(value);
  return key == nullptr ? nullptr : key->get();
}

std::optional<int> NumberOf(v8::Local<v8::Value> value) {
  if (!value->IsInt32()) return std::nullopt;
  return value.As<v8::Int32>()->Value();
}

// Null: none was named.
const EVP_MD* DigestOf(const Info& info, int index) {
  return info[index]->IsString() ? crypto::FindDigest(ToUtf8(info.GetIsolate(), info[index]))
                                 : nullptr;
}

// Of the arguments 2 to 4.
crypto::SignatureTerms TermsOf(const Info& info) {
  return {.padding = NumberOf(info[2]),
          .salt_length = NumberOf(info[3]),
          .is_p1363 = info[4]->IsTrue()};
}

void ReturnSignature(const Info& info, const std::optional<crypto::Signature>& signature) {
  if (!signature) return ThrowOpenSslError(info.GetIsolate(), "Signing failed");
  ReturnBytes(info, *signature);
}

void ReturnVerdict(const Info& info, crypto::Verdict verdict) {
  if (verdict == crypto::Verdict::kFailed) {
    return ThrowOpenSslError(info.GetIsolate(), "Verification failed");
  }
  crypto::ClearErrors();
  info.GetReturnValue().Set(verdict == crypto::Verdict::kValid);
}

// sign(key, digest, padding, saltLength, isP1363, data): the signature.
void Sign(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  crypto::ClearErrors();
  ReturnSignature(info, crypto::Sign(key, DigestOf(info, 1), TermsOf(info), BytesIn(info[5])));
}

// signHash(...): the same of a hash.
void SignHash(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  const EVP_MD* digest = DigestOf(info, 1);
  if (key == nullptr || digest == nullptr) return;
  crypto::ClearErrors();
  ReturnSignature(info, crypto::SignDigest(key, digest, TermsOf(info), BytesIn(info[5])));
}

// verify(key, digest, padding, saltLength, isP1363, data, signature)
void Verify(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  crypto::ClearErrors();
  ReturnVerdict(info, crypto::Verify(key, DigestOf(info, 1), TermsOf(info), BytesIn(info[5]),
                                     BytesIn(info[6])));
}

// verifyHash(...): the same of a hash.
void VerifyHash(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  const EVP_MD* digest = DigestOf(info, 1);
  if (key == nullptr || digest == nullptr) return;
  crypto::ClearErrors();
  ReturnVerdict(
      info, crypto::VerifyDigest(key, digest, TermsOf(info), BytesIn(info[5]), BytesIn(info[6])));
}

// signsWhole(key): whether it signs data and no hash.
void SignsWhole(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  info.GetReturnValue().Set(key != nullptr && crypto::SignsWhole(key));
}

// rsa(operation, key, padding, digest, label, data): operations are numbered as in
// crypto/rsa_encryption.h.
void Rsa(const Info& info) {
  EVP_PKEY* key = KeyOf(info[1]);
  const std::optional<int> operation = NumberOf(info[0]);
  if (key == nullptr || !operation || *operation < 0 || *operation > 3) return;
  crypto::ClearErrors();
  const crypto::RsaTerms terms = {.padding = NumberOf(info[2]).value_or(0),
                                  .digest = DigestOf(info, 3),
                                  .label = BytesIn(info[4])};
  const auto output = crypto::RsaEncryption(static_cast<crypto::RsaOperation>(*operation), key,
                                            terms, BytesIn(info[5]));
  if (!output) return ThrowOpenSslError(info.GetIsolate());
  ReturnBytes(info, *output);
}

constexpr std::array<BindingRow, 6> kRows = {{
    {"sign", Sign, 6},
    {"signHash", SignHash, 6},
    {"verify", Verify, 7},
    {"verifyHash", VerifyHash, 7},
    {"signsWhole", SignsWhole, 1},
    {"rsa", Rsa, 6},
}};

}  // namespace

const Binding kCryptoSignatureBinding = {"crypto_signature", kRows};

}  // namespace sendoff::runtime

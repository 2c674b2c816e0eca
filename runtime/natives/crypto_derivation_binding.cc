// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_derivation_binding.h"

#include <array>

#include "crypto/algorithms.h"
#include "crypto/derivation.h"
#include "crypto/scrypt.h"
#include "runtime/natives/crypto_objects.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

// A whole number that js/node/library/library_crypto.js has checked.
uint64_t NumberOf(v8::Local<v8::Value> value) {
  const double number = value->IsNumber() ? value.As<v8::Number>()->Value() : 0;
  return number >= 0 && number < 9007199254740992.0 ? static_cast<uint64_t>(number) : 0;
}

crypto::ScryptCosts CostsOf(const Info& info, int first) {
  return {NumberOf(info[first]), NumberOf(info[first + 1]), NumberOf(info[first + 2])};
}

const EVP_MD* DigestOf(const Info& info) {
  return crypto::FindDigest(ToUtf8(info.GetIsolate(), info[0]));
}

void ThrowFailure(v8::Isolate* isolate) {
  if (InterruptedOf(isolate)()) return;
  isolate->ThrowException(v8::Exception::Error(Literal(isolate, "Deriving bits failed")));
}

// digestSize(name): in bytes; undefined where there is no such digest.
void DigestSize(const Info& info) {
  const EVP_MD* digest = DigestOf(info);
  if (digest != nullptr) info.GetReturnValue().Set(static_cast<double>(crypto::DigestSize(digest)));
}

// pbkdf2(digest, password, salt, rounds, key): fills the key.
void Pbkdf2(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_MD* digest = DigestOf(info);
  if (digest == nullptr || !crypto::Pbkdf2(digest, BytesIn(info[1]), BytesIn(info[2]),
                                           static_cast<uint32_t>(NumberOf(info[3])),
                                           BytesIn(info[4]), InterruptedOf(isolate))) {
    ThrowFailure(isolate);
  }
}

// hkdf(digest, secret, salt, info, key): fills the key.
void Hkdf(const Info& info) {
  const EVP_MD* digest = DigestOf(info);
  if (digest == nullptr || !crypto::Hkdf(digest, BytesIn(info[1]), BytesIn(info[2]),
                                         BytesIn(info[3]), BytesIn(info[4]))) {
    ThrowFailure(info.GetIsolate());
  }
}

// scryptRefusal(n, r, p, maxMemory): why these costs are not taken; undefined when they are.
void ScryptRefusal(const Info& info) {
  const auto refusal = crypto::ScryptRefusal(CostsOf(info, 0), NumberOf(info[3]));
  if (refusal) info.GetReturnValue().Set(Literal(info.GetIsolate(), *refusal));
}

// scryptMemory(n, r, p): how many bytes it takes.
void ScryptMemory(const Info& info) {
  info.GetReturnValue().Set(static_cast<double>(crypto::ScryptMemory(CostsOf(info, 0))));
}

// scrypt(password, salt, n, r, p, memory, key): fills the key.
void Scrypt(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const crypto::ScryptCosts costs = CostsOf(info, 2);
  const std::span<uint8_t> memory = BytesIn(info[5]);
  if (memory.size() < crypto::ScryptMemory(costs) ||
      !crypto::Scrypt(BytesIn(info[0]), BytesIn(info[1]), costs, memory, BytesIn(info[6]),
                      InterruptedOf(isolate))) {
    ThrowFailure(isolate);
  }
}

constexpr std::array<BindingRow, 6> kRows = {{
    {"digestSize", DigestSize, 1},
    {"pbkdf2", Pbkdf2, 5},
    {"hkdf", Hkdf, 5},
    {"scryptRefusal", ScryptRefusal, 4},
    {"scryptMemory", ScryptMemory, 3},
    {"scrypt", Scrypt, 7},
}};

}  // namespace

const Binding kCryptoDerivationBinding = {"crypto_derivation", kRows};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_key_binding.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/algorithms.h"
#include "crypto/errors.h"
#include "crypto/key_parts.h"
#include "crypto/key_text.h"
#include "runtime/natives/crypto_objects.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using crypto::KeyPointer;

constexpr size_t kKeyBytes = 8192;  // of one's state, by measure

EVP_PKEY* KeyOf(v8::Local<v8::Value> value) {
  const KeyPointer* key = FromScript<KeyPointer>(value);
  return key == nullptr ? nullptr : key->get();
}

void ReturnKey(const Info& info, KeyPointer key) {
  info.GetReturnValue().Set(ToScript(info.GetIsolate(), std::move(key), kKeyBytes));
}

int NumberOf(v8::Local<v8::Value> value, int otherwise) {
  return value->IsInt32() ? value.As<v8::Int32>()->Value() : otherwise;
}

crypto::KeyFormat FormatOf(v8::Local<v8::Value> value) {
  return NumberOf(value, 1) == 0 ? crypto::KeyFormat::kDer : crypto::KeyFormat::kPem;
}

// As js/node/library/library_crypto.js numbers them.
std::optional<crypto::KeyStructure> StructureOf(v8::Local<v8::Value> value) {
  const int number = NumberOf(value, -1);
  if (number < 0 || number > static_cast<int>(crypto::KeyStructure::kSec1)) return std::nullopt;
  return static_cast<crypto::KeyStructure>(number);
}

crypto::KeyText TextOf(const Info& info) {
  crypto::KeyText text = {.bytes = BytesIn(info[0]),
                          .format = FormatOf(info[1]),
                          .structure = StructureOf(info[2]),
                          .passphrase = std::nullopt};
  if (const auto passphrase = BytesOf(info[3])) text.passphrase = *passphrase;
  return text;
}

// readPrivate(bytes, format, structure, passphrase)
void ReadPrivate(const Info& info) {
  crypto::ClearErrors();
  KeyPointer key = crypto::ReadPrivateKey(TextOf(info));
  if (!key) return ThrowOpenSslError(info.GetIsolate(), "Failed to read private key");
  ReturnKey(info, std::move(key));
}

// readAny(bytes, format, structure, passphrase)
void ReadAny(const Info& info) {
  crypto::ClearErrors();
  KeyPointer key = crypto::ReadAnyKey(TextOf(info));
  if (!key) return ThrowOpenSslError(info.GetIsolate(), "Failed to read asymmetric key");
  ReturnKey(info, std::move(key));
}

void ReturnWritten(const Info& info, const std::optional<std::string>& text, const char* failure) {
  if (!text) return ThrowOpenSslError(info.GetIsolate(), failure);
  ReturnBytes(info, {reinterpret_cast<const uint8_t*>(text->data()), text->size()});
}

// writePublic(key, format, structure): bytes, also of PEM.
void WritePublic(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  const auto structure = StructureOf(info[2]);
  if (key == nullptr || !structure) return;
  crypto::ClearErrors();
  ReturnWritten(info, crypto::WritePublicKey(key, FormatOf(info[1]), *structure),
                "Failed to encode public key");
}

// writePrivate(key, format, structure, cipher, passphrase)
void WritePrivate(const Info& info) {
  EVP_PKEY* key = KeyOf(info[0]);
  const auto structure = StructureOf(info[2]);
  if (key == nullptr || !structure) return;
  std::optional<crypto::KeyEncryption> encryption;
  if (info[3]->IsString()) {
    const EVP_CIPHER* cipher = crypto::FindCipher(ToUtf8(info.GetIsolate(), info[3]));
    if (cipher == nullptr) return;
    encryption = {cipher, BytesIn(info[4])};
  }
  crypto::ClearErrors();
  ReturnWritten(info, crypto::WritePrivateKey(key, FormatOf(info[1]), *structure, encryption),
                "Failed to encode private key");
}

// kind(key): "rsa", "ec", ...; empty where Node has no word.
void Kind(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key != nullptr) info.GetReturnValue().Set(Literal(info.GetIsolate(), crypto::KindOf(key)));
}

// curve(key): the name of its curve.
void Curve(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  info.GetReturnValue().Set(Literal(info.GetIsolate(), crypto::CurveName(crypto::CurveOf(key))));
}

// bits(key): how large it is.
void Bits(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key != nullptr) info.GetReturnValue().Set(EVP_PKEY_get_bits(key));
}

// same(key, other): whether their public halves are equal.
void Same(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  const EVP_PKEY* other = KeyOf(info[1]);
  crypto::ClearErrors();
  info.GetReturnValue().Set(key != nullptr && other != nullptr && EVP_PKEY_eq(key, other) == 1);
}

v8::Local<v8::Value> ToArray(v8::Isolate* isolate, const crypto::KeyBytes& bytes) {
  std::vector<v8::Local<v8::Value>> values;
  values.reserve(bytes.size());
  for (const uint8_t byte : bytes) values.push_back(v8::Integer::New(isolate, byte));
  return v8::Array::New(isolate, values.data(), values.size());
}

crypto::KeyBytes CopyOf(v8::Local<v8::Value> value) {
  const std::span<uint8_t> bytes = BytesIn(value);
  return {bytes.begin(), bytes.end()};
}

// rsaParts(key): [name, bytes, name, bytes, ...] as a JWK names them, bytes as numbers.
void RsaParts(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  std::vector<v8::Local<v8::Value>> values;
  for (const auto& [name, bytes] : crypto::PartsOfRsa(key)) {
    values.push_back(Literal(isolate, name));
    values.push_back(ToArray(isolate, bytes));
  }
  info.GetReturnValue().Set(v8::Array::New(isolate, values.data(), values.size()));
}

// makeRsa(name, bytes, name, bytes, ...): undefined where that is no key.
void MakeRsa(const Info& info) {
  crypto::RsaParts parts;
  for (int i = 0; i + 1 < info.Length(); i += 2) {
    parts.emplace_back(ToUtf8(info.GetIsolate(), info[i]), CopyOf(info[i + 1]));
  }
  KeyPointer key = crypto::MakeRsa(parts);
  crypto::ClearErrors();
  if (key) ReturnKey(info, std::move(key));
}

// ecParts(key): [x, y, secret] as numbers; the secret of a public key is empty.
void EcParts(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  const std::optional<crypto::EcParts> parts = crypto::PartsOfEc(key);
  if (!parts) return;
  v8::Local<v8::Value> values[] = {ToArray(isolate, parts->x), ToArray(isolate, parts->y),
                                   ToArray(isolate, parts->secret)};
  info.GetReturnValue().Set(v8::Array::New(isolate, values, std::size(values)));
}

// makeEc(curve, x, y, secret): undefined where that is no key.
void MakeEc(const Info& info) {
  const crypto::EcParts parts = {.curve = crypto::FindCurve(ToUtf8(info.GetIsolate(), info[0])),
                                 .x = CopyOf(info[1]),
                                 .y = CopyOf(info[2]),
                                 .secret = CopyOf(info[3])};
  KeyPointer key = crypto::MakeEc(parts);
  crypto::ClearErrors();
  if (key) ReturnKey(info, std::move(key));
}

// raw(key, isPrivate): the bytes of an Edwards or Montgomery key; undefined of any other.
void RawBytes(const Info& info) {
  const EVP_PKEY* key = KeyOf(info[0]);
  if (key == nullptr) return;
  const auto bytes = info[1]->IsTrue() ? crypto::RawPrivate(key) : crypto::RawPublic(key);
  crypto::ClearErrors();
  if (bytes) ReturnBytes(info, *bytes);
}

// makeRaw(curve, bytes, isPrivate)
void MakeRaw(const Info& info) {
  const std::string curve = ToUtf8(info.GetIsolate(), info[0]);
  KeyPointer key = crypto::MakeRaw(crypto::FindCurve(curve), CopyOf(info[1]), info[2]->IsTrue());
  crypto::ClearErrors();
  if (key) ReturnKey(info, std::move(key));
}

constexpr std::array<BindingRow, 14> kRows = {{
    {"readPrivate", ReadPrivate, 4},
    {"readAny", ReadAny, 4},
    {"writePublic", WritePublic, 3},
    {"writePrivate", WritePrivate, 5},
    {"kind", Kind, 1},
    {"curve", Curve, 1},
    {"bits", Bits, 1},
    {"same", Same, 2},
    {"rsaParts", RsaParts, 1},
    {"makeRsa", MakeRsa, 0},
    {"ecParts", EcParts, 1},
    {"makeEc", MakeEc, 4},
    {"raw", RawBytes, 2},
    {"makeRaw", MakeRaw, 3},
}};

}  // namespace

const Binding kCryptoKeyBinding = {"crypto_key", kRows};

}  // namespace sendoff::runtime

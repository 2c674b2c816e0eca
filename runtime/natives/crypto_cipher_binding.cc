// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_cipher_binding.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "crypto/algorithms.h"
#include "crypto/cipher.h"
#include "crypto/errors.h"
#include "runtime/natives/crypto_objects.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using CipherPointer = std::unique_ptr<crypto::Cipher>;

constexpr size_t kCipherBytes = 2048;            // of one's state, by measure
constexpr size_t kMostAtOnce = size_t{1} << 20;  // between two looks at the run's limits

crypto::Cipher* CipherIn(v8::Local<v8::Value> value) {
  const CipherPointer* cipher = FromScript<CipherPointer>(value);
  return cipher == nullptr ? nullptr : cipher->get();
}

// By a name, or by OpenSSL's number.
const EVP_CIPHER* NamedBy(v8::Isolate* isolate, v8::Local<v8::Value> name) {
  return name->IsInt32() ? crypto::FindCipher(name.As<v8::Int32>()->Value())
                         : crypto::FindCipher(ToUtf8(isolate, name));
}

v8::Local<v8::Value> ToNumber(v8::Isolate* isolate, size_t number) {
  return v8::Number::New(isolate, static_cast<double>(number));
}

// facts(name): [name, mode, id, key length, iv length, block size, has a tag]; undefined where
// there is no such cipher.
void Facts(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_CIPHER* cipher = NamedBy(isolate, info[0]);
  if (cipher == nullptr) return;
  const crypto::CipherFacts facts = crypto::FactsOf(cipher);
  v8::Local<v8::Value> values[] = {Literal(isolate, facts.name),
                                   Literal(isolate, facts.mode),
                                   v8::Integer::New(isolate, facts.id),
                                   ToNumber(isolate, facts.key_length),
                                   ToNumber(isolate, facts.iv_length),
                                   ToNumber(isolate, facts.block_size),
                                   v8::Boolean::New(isolate, facts.has_tag)};
  info.GetReturnValue().Set(v8::Array::New(isolate, values, std::size(values)));
}

std::optional<size_t> LengthOf(v8::Local<v8::Value> value) {
  if (!value->IsInt32()) return std::nullopt;
  return static_cast<size_t>(std::max(0, value.As<v8::Int32>()->Value()));
}

// takes(name, key length, iv length)
void Takes(const Info& info) {
  const EVP_CIPHER* cipher = NamedBy(info.GetIsolate(), info[0]);
  info.GetReturnValue().Set(cipher != nullptr &&
                            crypto::TakesLengths(cipher, LengthOf(info[1]), LengthOf(info[2])));
  crypto::ClearErrors();
}

// make(name, encrypts, key, iv): a cipher; "key" or "iv" where one of them has a wrong length.
void Make(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_CIPHER* named = NamedBy(isolate, info[0]);
  if (named == nullptr) return;
  crypto::ClearErrors();
  auto [cipher, refusal] =
      crypto::Cipher::Make(named, info[1]->IsTrue(), BytesIn(info[2]), BytesIn(info[3]));
  switch (refusal) {
    case crypto::Cipher::Refusal::kNone:
      return info.GetReturnValue().Set(ToScript(isolate, std::move(cipher), kCipherBytes));
    case crypto::Cipher::Refusal::kFailed:
      return ThrowOpenSslError(isolate, "Failed to initialize cipher");
    case crypto::Cipher::Refusal::kIv:
      return info.GetReturnValue().Set(Literal(isolate, "iv"));
    case crypto::Cipher::Refusal::kKeyLength:
      return info.GetReturnValue().Set(Literal(isolate, "key"));
  }
}

// How many bytes were written; nothing when OpenSSL refused, or a limit has ended the run.
std::optional<size_t> InPieces(v8::Isolate* isolate, crypto::Cipher& cipher,
                               std::span<uint8_t> input, std::span<uint8_t> output) {
  const crypto::Interrupted interrupted = InterruptedOf(isolate);
  size_t written = 0;
  do {
    const std::span<uint8_t> piece = input.first(std::min(input.size(), kMostAtOnce));
    const auto more = cipher.Update(piece, output.subspan(written));
    if (!more || interrupted()) return std::nullopt;
    written += *more;
    input = input.subspan(piece.size());
  } while (!input.empty());
  return written;
}

// update(cipher, input, output): how many bytes it wrote. The output has room for a block more than
// the input.
void Update(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  crypto::Cipher* cipher = CipherIn(info[0]);
  if (cipher == nullptr) return;
  const std::span<uint8_t> input = BytesIn(info[1]);
  const std::span<uint8_t> output = BytesIn(info[2]);
  crypto::ClearErrors();
  const auto written = output.size() < cipher->RoomFor(input.size())
                           ? std::nullopt
                           : InPieces(isolate, *cipher, input, output);
  if (!written) return ThrowOpenSslError(isolate, "Trying to add data in unsupported state");
  info.GetReturnValue().Set(static_cast<double>(*written));
}

// finish(cipher, output, otherwise): how many bytes it wrote; `otherwise` is the message of an
// error that OpenSSL has no word for.
void Finish(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  crypto::Cipher* cipher = CipherIn(info[0]);
  if (cipher == nullptr) return;
  crypto::ClearErrors();
  const auto written = cipher->Finish(BytesIn(info[1]));
  if (!written) return ThrowOpenSslError(isolate, ToUtf8(isolate, info[2]).c_str());
  info.GetReturnValue().Set(static_cast<double>(*written));
}

// addData(cipher, bytes)
void AddData(const Info& info) {
  crypto::Cipher* cipher = CipherIn(info[0]);
  info.GetReturnValue().Set(cipher != nullptr && cipher->AddData(BytesIn(info[1])));
}

// setPadding(cipher, pads)
void SetPadding(const Info& info) {
  crypto::Cipher* cipher = CipherIn(info[0]);
  info.GetReturnValue().Set(cipher != nullptr && cipher->SetPadding(info[1]->IsTrue()));
}

// setTag(cipher, tag)
void SetTag(const Info& info) {
  crypto::Cipher* cipher = CipherIn(info[0]);
  info.GetReturnValue().Set(cipher != nullptr && cipher->SetTag(BytesIn(info[1])));
}

// getTag(cipher, tag): fills it.
void GetTag(const Info& info) {
  crypto::Cipher* cipher = CipherIn(info[0]);
  info.GetReturnValue().Set(cipher != nullptr && cipher->GetTag(BytesIn(info[1])));
}

constexpr std::array<BindingRow, 9> kRows = {{
    {"facts", Facts, 1},
    {"takes", Takes, 3},
    {"make", Make, 4},
    {"update", Update, 3},
    {"finish", Finish, 3},
    {"addData", AddData, 2},
    {"setPadding", SetPadding, 2},
    {"setTag", SetTag, 2},
    {"getTag", GetTag, 2},
}};

}  // namespace

const Binding kCryptoCipherBinding = {"crypto_cipher", kRows};

}  // namespace sendoff::runtime

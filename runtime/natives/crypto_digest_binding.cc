// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_digest_binding.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "crypto/algorithms.h"
#include "crypto/digest.h"
#include "crypto/errors.h"
#include "crypto/hmac.h"
#include "runtime/natives/crypto_objects.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using DigestPointer = std::unique_ptr<crypto::Digest>;

constexpr size_t kDigestBytes = 1024;  // of one's state, by measure
constexpr size_t kHmacBytes = 3 * kDigestBytes;
constexpr size_t kMostAtOnce = size_t{1} << 20;  // between two looks at the run's limits

// The output's length, where it is not the digest's own.
std::optional<size_t> LengthOf(v8::Local<v8::Value> value) {
  if (!value->IsNumber()) return std::nullopt;
  const double length = value.As<v8::Number>()->Value();
  return length >= 0 && length <= 0xffffffff ? static_cast<size_t>(length) : 0;
}

// Lets `take` have `bytes` in pieces. False when it refused one, or a limit has ended the run.
template <class Take>
bool InPieces(v8::Isolate* isolate, std::span<uint8_t> bytes, Take take) {
  const crypto::Interrupted interrupted = InterruptedOf(isolate);
  while (bytes.size() > kMostAtOnce) {
    if (!take(bytes.first(kMostAtOnce)) || interrupted()) return false;
    bytes = bytes.subspan(kMostAtOnce);
  }
  return take(bytes);
}

// hash(name, length): a hash that has taken nothing.
void Hash(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  crypto::ClearErrors();
  const EVP_MD* digest = crypto::FindDigest(ToUtf8(isolate, info[0]));
  DigestPointer made =
      digest == nullptr ? nullptr : crypto::Digest::Make(digest, LengthOf(info[1]));
  if (!made) return ThrowOpenSslError(isolate, "Digest method not supported");
  info.GetReturnValue().Set(ToScript(isolate, std::move(made), kDigestBytes));
}

// copy(hash, length)
void Copy(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const DigestPointer* from = FromScript<DigestPointer>(info[0]);
  if (from == nullptr) return;
  crypto::ClearErrors();
  DigestPointer made = (*from)->Copy(LengthOf(info[1]));
  if (!made) return ThrowOpenSslError(isolate, "Digest copy error");
  info.GetReturnValue().Set(ToScript(isolate, std::move(made), kDigestBytes));
}

// hmac(name, key): one that has taken nothing; undefined where there is no such digest.
void MakeHmac(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const EVP_MD* digest = crypto::FindDigest(ToUtf8(isolate, info[0]));
  if (digest == nullptr) return;
  std::optional<crypto::Hmac> made = crypto::Hmac::Make(digest, BytesIn(info[1]));
  crypto::ClearErrors();
  if (!made) return ThrowOpenSslError(isolate);
  info.GetReturnValue().Set(ToScript(isolate, std::move(*made), kHmacBytes));
}

// update(hash or hmac, bytes): whether it took them.
void Update(const Info& info) {
  bool done = false;
  if (const DigestPointer* hash = FromScript<DigestPointer>(info[0])) {
    done = InPieces(info.GetIsolate(), BytesIn(info[1]),
                    [&](std::span<uint8_t> bytes) { return (*hash)->Update(bytes); });
  } else if (crypto::Hmac* hmac = FromScript<crypto::Hmac>(info[0])) {
    done = InPieces(info.GetIsolate(), BytesIn(info[1]),
                    [&](std::span<uint8_t> bytes) { return hmac->Update(bytes); });
  }
  info.GetReturnValue().Set(done);
}

// length(hash or hmac): of its result, in bytes.
void Length(const Info& info) {
  size_t length = 0;
  if (const DigestPointer* hash = FromScript<DigestPointer>(info[0])) {
    length = (*hash)->length();
  } else if (const crypto::Hmac* hmac = FromScript<crypto::Hmac>(info[0])) {
    length = hmac->length();
  }
  info.GetReturnValue().Set(static_cast<double>(length));
}

// finish(hash or hmac, bytes): writes the result, which has as many bytes.
void Finish(const Info& info) {
  const std::span<uint8_t> to = BytesIn(info[1]);
  bool done = false;
  crypto::ClearErrors();
  if (DigestPointer* hash = FromScript<DigestPointer>(info[0])) {
    done = to.size() == (*hash)->length() && (*hash)->Finish(to);
  } else if (crypto::Hmac* hmac = FromScript<crypto::Hmac>(info[0])) {
    done = to.size() == hmac->length() && hmac->Finish(to);
  }
  if (!done) ThrowOpenSslError(info.GetIsolate(), "Digest failed");
}

// random(bytes)
void Random(const Info& info) {
  InPieces(info.GetIsolate(), BytesIn(info[0]), [](std::span<uint8_t> bytes) {
    RandomBytes(bytes.data(), bytes.size());
    return true;
  });
}

// equal(a, b): in a time that does not tell where they differ.
void Equal(const Info& info) {
  info.GetReturnValue().Set(crypto::AreEqual(BytesIn(info[0]), BytesIn(info[1])));
}

void Hashes(const Info& info) { ReturnTexts(info, crypto::DigestNames()); }
void Ciphers(const Info& info) { ReturnTexts(info, crypto::CipherNames()); }
void Curves(const Info& info) { ReturnTexts(info, crypto::CurveNames()); }

constexpr std::array<BindingRow, 11> kRows = {{
    {"hash", Hash, 2},
    {"copy", Copy, 2},
    {"hmac", MakeHmac, 2},
    {"update", Update, 2},
    {"length", Length, 1},
    {"finish", Finish, 2},
    {"random", Random, 1},
    {"equal", Equal, 2},
    {"hashes", Hashes, 0},
    {"ciphers", Ciphers, 0},
    {"curves", Curves, 0},
}};

}  // namespace

const Binding kCryptoDigestBinding = {"crypto_digest", kRows};

}  // namespace sendoff::runtime

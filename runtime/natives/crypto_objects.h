// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/derivation.h"
#include "runtime/isolate/native_memory.h"
#include "runtime/natives/buffer_arguments.h"
#include "runtime/step/realm.h"

namespace sendoff::runtime {

// What the native functions of node:crypto share. js/node/library/library_crypto.js holds native
// objects as V8's externals, where no step reaches them.

class CryptoHeld : public NativeMemory::Held {
 public:
  const void* kind() const { return kind_; }

 protected:
  explicit CryptoHeld(const void* kind) : kind_(kind) {}

 private:
  const void* const kind_;
};

template <class T>
class CryptoObject final : public CryptoHeld {
 public:
  explicit CryptoObject(T value) : CryptoHeld(&kKind), object(std::move(value)) {}
  T object;
  static inline const char kKind = 0;
};

// `object` as a value of the script, which counts `bytes` of memory as long as it has it.
template <class T>
v8::Local<v8::Value> ToScript(v8::Isolate* isolate, T object, size_t bytes) {
  auto held = std::make_unique<CryptoObject<T>>(std::move(object));
  const v8::Local<v8::External> value =
      v8::External::New(isolate, static_cast<CryptoHeld*>(held.get()));
  Realm::From(isolate->GetCurrentContext())
      .isolate_host()
      .native_memory()
      .Charge(value.As<v8::Object>(), bytes, std::move(held));
  return value;
}

// The object behind such a value; null when it is none of these.
template <class T>
T* FromScript(v8::Local<v8::Value> value) {
  if (!value->IsExternal()) return nullptr;
  auto* held = static_cast<CryptoHeld*>(value.As<v8::External>()->Value());
  return held->kind() == &CryptoObject<T>::kKind ? &static_cast<CryptoObject<T>*>(held)->object
                                                 : nullptr;
}

// Throws what OpenSSL has in its queue of errors as Node does. `otherwise` as TakeErrors has it.
void ThrowOpenSslError(v8::Isolate* isolate, const char* otherwise = nullptr);

// Lets the native function return these bytes, as a Uint8Array of its own.
void ReturnBytes(const v8::FunctionCallbackInfo<v8::Value>& info, std::span<const uint8_t> bytes);

void ReturnTexts(const v8::FunctionCallbackInfo<v8::Value>& info,
                 const std::vector<std::string>& texts);

// Whether a limit has ended the run.
crypto::Interrupted InterruptedOf(v8::Isolate* isolate);

// The bytes of a buffer or view; none of any other value.
std::span<uint8_t> BytesIn(v8::Local<v8::Value> value);

}  // namespace sendoff::runtime

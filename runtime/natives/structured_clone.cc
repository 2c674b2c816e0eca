// SPDX-License-Identifier: MIT
#include "runtime/natives/structured_clone.h"

#include <cstdlib>
#include <memory>
#include <vector>

#include "runtime/step/realm.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxBytes = size_t{128} << 20;  // of the copy while it is made

class Delegate final : public v8::ValueSerializer::Delegate {
 public:
  explicit Delegate(Realm& realm) : realm_(realm) {}

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    v8::Local<v8::Value> argument = message;
    v8::Local<v8::Value> error;
    if (realm_.CallInternal("dataCloneError", {&argument, 1}).ToLocal(&error)) {
      realm_.isolate()->ThrowException(error);
    }
  }

  // V8 throws when there is none, and aborts nothing.
  void* ReallocateBufferMemory(void* old, size_t size, size_t* actual) override {
    if (size > kMaxBytes) return nullptr;
    *actual = size;
    return std::realloc(old, size);
  }

  void FreeBufferMemory(void* buffer) override { std::free(buffer); }

 private:
  Realm& realm_;
};

struct Free {
  void operator()(uint8_t* bytes) const { std::free(bytes); }
};

using Buffers = std::vector<v8::Local<v8::ArrayBuffer>>;

bool ReadBuffers(Realm& realm, v8::Local<v8::Array> list, Buffers* buffers) {
  for (uint32_t i = 0; i < list->Length(); ++i) {
    v8::Local<v8::Value> buffer;
    if (!list->Get(realm.context(), i).ToLocal(&buffer)) return false;
    buffers->push_back(buffer.As<v8::ArrayBuffer>());
  }
  return true;
}

bool CanMove(v8::Local<v8::ArrayBuffer> buffer) {
  return buffer->IsDetachable() && !buffer->WasDetached();
}

v8::MaybeLocal<v8::Value> RefuseMove(Realm& realm, Delegate& delegate) {
  delegate.ThrowDataCloneError(Literal(
      realm.isolate(), "structuredClone: a buffer to be transferred has no memory any more"));
  return {};
}

// The memory of each buffer in a buffer that is new.
bool Move(Realm& realm, Delegate& delegate, const Buffers& buffers, Buffers* moved) {
  for (const v8::Local<v8::ArrayBuffer>& buffer : buffers) {
    // A getter may have moved it meanwhile.
    if (!CanMove(buffer)) return RefuseMove(realm, delegate), false;
    std::shared_ptr<v8::BackingStore> store = buffer->GetBackingStore();
    if (!Detach(buffer)) return false;
    moved->push_back(v8::ArrayBuffer::New(realm.isolate(), std::move(store)));
  }
  return true;
}

}  // namespace

v8::MaybeLocal<v8::Value> StructuredClone(Realm& realm, v8::Local<v8::Value> value,
                                          v8::Local<v8::Array> transfer) {
  const v8::Local<v8::Context> context = realm.context();
  Buffers buffers;
  if (!ReadBuffers(realm, transfer, &buffers)) return {};
  Delegate delegate(realm);
  for (const v8::Local<v8::ArrayBuffer>& buffer : buffers) {
    if (!CanMove(buffer)) return RefuseMove(realm, delegate);
  }

  v8::ValueSerializer serializer(realm.isolate(), &delegate);
  for (uint32_t i = 0; i < buffers.size(); ++i) serializer.TransferArrayBuffer(i, buffers[i]);
  serializer.WriteHeader();
  if (!serializer.WriteValue(context, value).FromMaybe(false)) return {};
  Buffers moved;
  if (!Move(realm, delegate, buffers, &moved)) return {};
  const auto [bytes, size] = serializer.Release();
  const std::unique_ptr<uint8_t, Free> owner(bytes);

  v8::ValueDeserializer deserializer(realm.isolate(), bytes, size);
  for (uint32_t i = 0; i < moved.size(); ++i) deserializer.TransferArrayBuffer(i, moved[i]);
  if (!deserializer.ReadHeader(context).FromMaybe(false)) return {};
  return deserializer.ReadValue(context);
}

}  // namespace sendoff::runtime

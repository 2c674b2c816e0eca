// SPDX-License-Identifier: MIT
#include "runtime/natives/structured_clone.h"

#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "runtime/step/realm.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxBytes = size_t{128} << 20;  // of the copy while it is made

v8::MaybeLocal<v8::Value> Call(Realm& realm, v8::Local<v8::Function> function,
                               std::span<v8::Local<v8::Value>> arguments) {
  return function->Call(realm.context(), v8::Undefined(realm.isolate()),
                        static_cast<int>(arguments.size()), arguments.data());
}

class Delegate final : public HostObjectWriter {
 public:
  Delegate(Realm& realm, const ClonePartner& partner)
      : HostObjectWriter(!partner.write.IsEmpty()), realm_(realm), partner_(partner) {}

  // To be called before anything is written.
  void set_serializer(v8::ValueSerializer* serializer) { serializer_ = serializer; }

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

  v8::Maybe<bool> IsOurs(v8::Local<v8::Object> object) override {
    v8::Local<v8::Value> argument = object;
    v8::Local<v8::Value> number;
    if (!Call(realm_, partner_.write, {&argument, 1}).ToLocal(&number)) return v8::Nothing<bool>();
    number_ = number.As<v8::Int32>()->Value();
    return v8::Just(number_ >= 0);
  }

  // V8 writes an object as soon as it has asked whether it is ours.
  v8::Maybe<bool> WriteHostObject(v8::Isolate*, v8::Local<v8::Object>) override {
    serializer_->WriteUint32(static_cast<uint32_t>(number_));
    return v8::Just(true);
  }

 private:
  Realm& realm_;
  const ClonePartner& partner_;
  v8::ValueSerializer* serializer_ = nullptr;
  int number_ = -1;
};

class Reader final : public v8::ValueDeserializer::Delegate {
 public:
  Reader(Realm& realm, const ClonePartner& partner) : realm_(realm), partner_(partner) {}

  // To be called before anything is read.
  void set_deserializer(v8::ValueDeserializer* deserializer) { deserializer_ = deserializer; }

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate* isolate) override {
    uint32_t number = 0;
    if (!deserializer_->ReadUint32(&number)) return {};
    // V8 lets nothing run meanwhile; Session.read() runs nothing of the step.
    const v8::Isolate::AllowJavascriptExecutionScope allowed(isolate);
    v8::Local<v8::Value> argument = v8::Integer::NewFromUnsigned(isolate, number);
    v8::Local<v8::Value> object;
    if (!Call(realm_, partner_.read, {&argument, 1}).ToLocal(&object)) return {};
    return object.As<v8::Object>();
  }

 private:
  Realm& realm_;
  const ClonePartner& partner_;
  v8::ValueDeserializer* deserializer_ = nullptr;
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
                                          v8::Local<v8::Array> transfer,
                                          const ClonePartner& partner) {
  const v8::Local<v8::Context> context = realm.context();
  Buffers buffers;
  if (!ReadBuffers(realm, transfer, &buffers)) return {};
  Delegate delegate(realm, partner);
  for (const v8::Local<v8::ArrayBuffer>& buffer : buffers) {
    if (!CanMove(buffer)) return RefuseMove(realm, delegate);
  }

  v8::ValueSerializer serializer(realm.isolate(), &delegate);
  delegate.set_serializer(&serializer);
  for (uint32_t i = 0; i < buffers.size(); ++i) serializer.TransferArrayBuffer(i, buffers[i]);
  serializer.WriteHeader();
  if (!serializer.WriteValue(context, value).FromMaybe(false)) return {};
  Buffers moved;
  if (!Move(realm, delegate, buffers, &moved)) return {};
  if (!partner.move.IsEmpty() && Call(realm, partner.move, {}).IsEmpty()) return {};
  const auto [bytes, size] = serializer.Release();
  const std::unique_ptr<uint8_t, Free> owner(bytes);

  Reader reader(realm, partner);
  v8::ValueDeserializer deserializer(realm.isolate(), bytes, size, &reader);
  reader.set_deserializer(&deserializer);
  for (uint32_t i = 0; i < moved.size(); ++i) deserializer.TransferArrayBuffer(i, moved[i]);
  if (!deserializer.ReadHeader(context).FromMaybe(false)) return {};
  return deserializer.ReadValue(context);
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "bindings/send/send_context.h"

#include <array>

#include "base/check.h"
#include "bindings/send/send_http.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

constexpr std::array<const char*, SendContext::kQuestions> kNames = {"prototypeOf", "isBlob",
                                                                     "lostInData", "mayGoOn"};

SendContext** LinkOf(const v8::BackingStore& store) {
  return static_cast<SendContext**>(store.Data());
}

// Not of the isolate's allocator, which may have no room left.
std::shared_ptr<v8::BackingStore> NewLink(SendContext* context) {
  return v8::ArrayBuffer::NewBackingStore(
      new SendContext*(context), sizeof(void*),
      [](void* data, size_t, void*) { delete static_cast<SendContext**>(data); }, nullptr);
}

// Makes `functions[name]`, whose Data() is `link`.
bool Add(v8::Local<v8::Context> context, v8::Local<v8::Object> functions,
         v8::Local<v8::ArrayBuffer> link, const char* name, v8::FunctionCallback callback) {
  v8::Local<v8::Function> function;
  return v8::Function::New(context, callback, link, 0, v8::ConstructorBehavior::kThrow)
             .ToLocal(&function) &&
         functions
             ->CreateDataProperty(context, runtime::Name(context->GetIsolate(), name), function)
             .FromMaybe(false);
}

}  // namespace

v8::MaybeLocal<v8::Object> SendContext::Bind(v8::Local<v8::Context> context,
                                             v8::Local<v8::Object> answers) {
  v8::Isolate* isolate = context->GetIsolate();
  for (size_t i = 0; i < kQuestions; ++i) {
    v8::Local<v8::Value> answer;
    if (!answers->Get(context, runtime::Name(isolate, kNames[i])).ToLocal(&answer)) return {};
    answers_[i].Reset(isolate, answer.As<v8::Function>());
    answers_[i].SetWeak();
  }
  link_ = NewLink(this);
  const v8::Local<v8::ArrayBuffer> link = v8::ArrayBuffer::New(isolate, link_);
  const v8::Local<v8::Object> functions = runtime::NewBareObject(isolate);
  if (!Add(context, functions, link, "http", Http) ||
      !Add(context, functions, link, "invalid", Invalid)) {
    return {};
  }
  return functions;
}

void SendContext::Unbind() {
  if (link_ == nullptr) return;
  *LinkOf(*link_) = nullptr;
  link_.reset();
  for (v8::Global<v8::Function>& answer : answers_) answer.Reset();
}

SendContext* SendContext::Of(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return *static_cast<SendContext**>(info.Data().As<v8::ArrayBuffer>()->Data());
}

v8::MaybeLocal<v8::Value> SendContext::Ask(v8::Local<v8::Context> context, Question question,
                                           v8::Local<v8::Value> argument) {
  v8::Isolate* isolate = context->GetIsolate();
  const v8::Local<v8::Function> answer = answers_[static_cast<size_t>(question)].Get(isolate);
  SENDOFF_CHECK(!answer.IsEmpty());
  return answer->Call(context, v8::Undefined(isolate), 1, &argument);
}

}  // namespace sendoff::bindings

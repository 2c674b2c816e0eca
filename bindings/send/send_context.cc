// SPDX-License-Identifier: MIT
#include "bindings/send/send_context.h"

#include <array>

#include "base/check.h"
#include "bindings/send/send_http.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

constexpr std::array<const char*, 4> kQuestions = {"prototypeOf", "isBlob", "lostInData",
                                                   "mayGoOn"};

constexpr int kContextField = 0;
constexpr int kFirstAnswer = 1;
constexpr int kFields = kFirstAnswer + int{kQuestions.size()};

// Copies the functions of `answers` into the fields of `holder`.
bool Keep(v8::Local<v8::Context> context, v8::Local<v8::Object> answers,
          v8::Local<v8::Object> holder) {
  for (size_t i = 0; i < kQuestions.size(); ++i) {
    v8::Local<v8::Value> answer;
    if (!answers->Get(context, runtime::Name(context->GetIsolate(), kQuestions[i]))
             .ToLocal(&answer)) {
      return false;
    }
    holder->SetInternalField(kFirstAnswer + static_cast<int>(i), answer);
  }
  return true;
}

// Makes `functions[name]`, whose Data() is `holder`.
bool Add(v8::Local<v8::Context> context, v8::Local<v8::Object> functions,
         v8::Local<v8::Object> holder, const char* name, v8::FunctionCallback callback) {
  v8::Local<v8::Function> function;
  return v8::Function::New(context, callback, holder, 0, v8::ConstructorBehavior::kThrow)
             .ToLocal(&function) &&
         functions
             ->CreateDataProperty(context, runtime::Name(context->GetIsolate(), name), function)
             .FromMaybe(false);
}

}  // namespace

v8::MaybeLocal<v8::Object> SendContext::Bind(v8::Local<v8::Context> context,
                                             v8::Local<v8::Object> answers) {
  v8::Isolate* isolate = context->GetIsolate();
  const v8::Local<v8::ObjectTemplate> shape = v8::ObjectTemplate::New(isolate);
  shape->SetInternalFieldCount(kFields);
  v8::Local<v8::Object> holder;
  if (!shape->NewInstance(context).ToLocal(&holder) || !Keep(context, answers, holder)) return {};
  holder->SetAlignedPointerInInternalField(kContextField, this);
  isolate_ = isolate;
  holder_.Reset(isolate, holder);
  holder_.SetWeak();
  const v8::Local<v8::Object> functions =
      v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  if (!Add(context, functions, holder, "http", Http) ||
      !Add(context, functions, holder, "invalid", Invalid)) {
    return {};
  }
  return functions;
}

void SendContext::Unbind() {
  if (holder_.IsEmpty()) return;
  const v8::HandleScope handles(isolate_);
  holder_.Get(isolate_)->SetAlignedPointerInInternalField(kContextField, nullptr);
  holder_.Reset();
}

SendContext* SendContext::Of(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return static_cast<SendContext*>(
      info.Data().As<v8::Object>()->GetAlignedPointerFromInternalField(kContextField));
}

v8::MaybeLocal<v8::Value> SendContext::Ask(v8::Local<v8::Context> context, Question question,
                                           v8::Local<v8::Value> argument) {
  SENDOFF_CHECK(!holder_.IsEmpty());
  const v8::Local<v8::Value> answer =
      holder_.Get(context->GetIsolate())
          ->GetInternalField(kFirstAnswer + static_cast<int>(question))
          .As<v8::Value>();
  return answer.As<v8::Function>()->Call(context, v8::Undefined(context->GetIsolate()), 1,
                                         &argument);
}

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#include "runtime/natives/crypto_objects.h"

#include <cstring>

#include "crypto/errors.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

v8::Local<v8::Array> ToArray(v8::Isolate* isolate, const std::vector<std::string>& texts) {
  std::vector<v8::Local<v8::Value>> values;
  values.reserve(texts.size());
  for (const std::string& text : texts) values.push_back(Literal(isolate, text));
  return v8::Array::New(isolate, values.data(), values.size());
}

// False when a limit has ended the run.
bool Set(v8::Local<v8::Context> context, v8::Local<v8::Object> error, std::string_view name,
         v8::Local<v8::Value> value) {
  return error->CreateDataProperty(context, Name(context->GetIsolate(), name), value)
      .FromMaybe(false);
}

bool SetText(v8::Local<v8::Context> context, v8::Local<v8::Object> error, std::string_view name,
             const std::string& text) {
  return text.empty() || Set(context, error, name, Literal(context->GetIsolate(), text));
}

}  // namespace

void ThrowOpenSslError(v8::Isolate* isolate, const char* otherwise) {
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const crypto::OpenSslError found = crypto::TakeErrors(otherwise);
  const auto error = v8::Exception::Error(Literal(isolate, found.message)).As<v8::Object>();
  if ((found.rest.empty() ||
       Set(context, error, "opensslErrorStack", ToArray(isolate, found.rest))) &&
      SetText(context, error, "library", found.library) &&
      SetText(context, error, "reason", found.reason) &&
      SetText(context, error, "code", found.code)) {
    isolate->ThrowException(error);
  }
}

void ReturnBytes(const v8::FunctionCallbackInfo<v8::Value>& info, std::span<const uint8_t> bytes) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::Local<v8::Value> size = v8::Number::New(isolate, static_cast<double>(bytes.size()));
  v8::Local<v8::Value> made;
  if (!Realm::From(isolate->GetCurrentContext())
           .CallInternal("newBytes", {&size, 1})
           .ToLocal(&made)) {
    return;
  }
  if (!bytes.empty()) std::memcpy(BytesIn(made).data(), bytes.data(), bytes.size());
  info.GetReturnValue().Set(made);
}

void ReturnTexts(const v8::FunctionCallbackInfo<v8::Value>& info,
                 const std::vector<std::string>& texts) {
  info.GetReturnValue().Set(ToArray(info.GetIsolate(), texts));
}

crypto::Interrupted InterruptedOf(v8::Isolate* isolate) {
  const IsolateHost& host = Realm::From(isolate->GetCurrentContext()).isolate_host();
  return [&host] { return host.ended() != Limit::kNone; };
}

std::span<uint8_t> BytesIn(v8::Local<v8::Value> value) {
  return BytesOf(value).value_or(std::span<uint8_t>());
}

}  // namespace sendoff::runtime

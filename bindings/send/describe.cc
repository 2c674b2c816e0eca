// SPDX-License-Identifier: MIT
#include "bindings/send/describe.h"

#include <algorithm>
#include <array>

#include "request/refusal.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::ToUtf8;

// Enough of a string to show, however long it is.
std::string FirstCharacters(v8::Isolate* isolate, v8::Local<v8::String> text) {
  std::array<uint16_t, request::kQuotedCharacters> characters{};
  const int length = std::min<int>(text->Length(), static_cast<int>(characters.size()));
  runtime::WriteTwoBytes(isolate, text, characters.data(), length);
  v8::Local<v8::String> first;
  if (!v8::String::NewFromTwoByte(isolate, characters.data(), v8::NewStringType::kNormal, length)
           .ToLocal(&first)) {
    return {};
  }
  return ToUtf8(isolate, first);
}

std::string DescribeObject(v8::Isolate* isolate, v8::Local<v8::Object> object) {
  if (object->IsProxy()) return "[Proxy]";
  if (object->IsPromise()) return "[Promise]";
  if (object->IsArray()) return "[array]";
  // Not what it looks like where a string, a number or a boolean is expected.
  if (object->IsStringObject()) return "[String object]";
  if (object->IsNumberObject()) return "[Number object]";
  if (object->IsBooleanObject()) return "[Boolean object]";
  const std::string name = ToUtf8(isolate, object->GetConstructorName());
  if (object->IsFunction()) {
    const std::string shown = ToUtf8(isolate, object.As<v8::Function>()->GetName());
    return shown.empty() ? "[function]" : "[function " + shown + "]";
  }
  return name.empty() || name == "Object" ? "[object]" : "[" + name + "]";
}

}  // namespace

std::string Describe(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (value->IsString()) return request::Quoted(FirstCharacters(isolate, value.As<v8::String>()));
  if (value->IsBigInt() && value.As<v8::BigInt>()->WordCount() > 1) return "[bigint]";
  if (value->IsSymbol()) return "[symbol]";
  if (value->IsObject()) return DescribeObject(isolate, value.As<v8::Object>());
  // What is left are primitives, whose text form runs no script.
  v8::Local<v8::String> text;
  if (!value->ToString(isolate->GetCurrentContext()).ToLocal(&text)) return "[value]";
  return ToUtf8(isolate, text) + (value->IsBigInt() ? "n" : "");
}

}  // namespace sendoff::bindings

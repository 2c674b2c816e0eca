// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/v8/v8_compat.h"

namespace sendoff::runtime {

// UTF-8 as a JavaScript string. Empty when it is longer than V8's strings can be.
inline v8::MaybeLocal<v8::String> ToV8(v8::Isolate* isolate, std::string_view text) {
  if (text.size() > static_cast<size_t>(v8::String::kMaxLength)) return {};
  return v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal,
                                 static_cast<int>(text.size()));
}

// A short text of sendoff's own: a name, a message.
inline v8::Local<v8::String> Literal(v8::Isolate* isolate, std::string_view text) {
  v8::Local<v8::String> string;
  if (ToV8(isolate, text).ToLocal(&string)) return string;
  return v8::String::Empty(isolate);
}

// Bytes as characters U+0000 to U+00FF, as HTTP has its fields.
inline v8::Local<v8::String> FromOneByte(v8::Isolate* isolate, std::string_view text) {
  v8::Local<v8::String> string;
  if (v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text.data()),
                                 v8::NewStringType::kNormal, static_cast<int>(text.size()))
          .ToLocal(&string)) {
    return string;
  }
  return v8::String::Empty(isolate);
}

// A name that is looked up again and again.
inline v8::Local<v8::String> Name(v8::Isolate* isolate, std::string_view text) {
  v8::Local<v8::String> string;
  if (v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kInternalized,
                              static_cast<int>(text.size()))
          .ToLocal(&string)) {
    return string;
  }
  return v8::String::Empty(isolate);
}

// An object without a prototype: nothing that a step sets on Object.prototype shows through it.
inline v8::Local<v8::Object> NewBareObject(v8::Isolate* isolate) {
  return v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
}

// A string as UTF-8, lone surrogates as U+FFFD; any other value as nothing. Runs no JavaScript.
std::string ToUtf8(v8::Isolate* isolate, v8::Local<v8::Value> value);

// Adds the strings of an array to `texts`; what is no array has none. False where reading one
// threw, with those before it added.
bool AddTexts(v8::Local<v8::Context> context, v8::Local<v8::Value> list,
              std::vector<std::string>* texts);

// A string without what comes after its first `max_length` characters.
v8::Local<v8::String> Start(v8::Isolate* isolate, v8::Local<v8::String> text, int max_length);

}  // namespace sendoff::runtime

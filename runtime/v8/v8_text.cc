// SPDX-License-Identifier: MIT
#include "runtime/v8/v8_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace sendoff::runtime {
namespace {

bool IsAscii(std::string_view text) {
  // Eight at a time, which -O2 does not make of a loop over bytes.
  uint64_t bits = 0;
  for (; text.size() >= sizeof bits; text.remove_prefix(sizeof bits)) {
    uint64_t eight = 0;
    std::memcpy(&eight, text.data(), sizeof eight);
    bits |= eight;
  }
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return (bits & 0x8080'8080'8080'8080) == 0;
}

}  // namespace

std::string ToUtf8(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (value.IsEmpty() || !value->IsString()) return {};
  const auto text = value.As<v8::String>();
  // Nearly all strings are ASCII, which V8 keeps a byte a character: copying is several times as
  // fast as encoding.
  if (text->IsOneByte()) {
    std::string bytes(static_cast<size_t>(text->Length()), '\0');
    WriteOneByte(isolate, text, reinterpret_cast<uint8_t*>(bytes.data()));
    if (IsAscii(bytes)) return bytes;
  }
  std::string utf8(Utf8Length(isolate, text), '\0');
  WriteUtf8(isolate, text, utf8.data(), utf8.size());
  return utf8;
}

bool AddTexts(v8::Local<v8::Context> context, v8::Local<v8::Value> list,
              std::vector<std::string>* texts) {
  if (!list->IsArray()) return true;
  const auto array = list.As<v8::Array>();
  for (uint32_t i = 0; i < array->Length(); ++i) {
    v8::Local<v8::Value> text;
    if (!array->Get(context, i).ToLocal(&text)) return false;
    texts->push_back(ToUtf8(context->GetIsolate(), text));
  }
  return true;
}

v8::Local<v8::String> Start(v8::Isolate* isolate, v8::Local<v8::String> text, int max_length) {
  if (text->Length() <= max_length) return text;
  std::vector<uint16_t> start(static_cast<size_t>(max_length));
  WriteTwoBytes(isolate, text, start.data(), max_length);
  v8::Local<v8::String> cut;
  if (v8::String::NewFromTwoByte(isolate, start.data(), v8::NewStringType::kNormal, max_length)
          .ToLocal(&cut)) {
    return cut;
  }
  return v8::String::Empty(isolate);
}

}  // namespace sendoff::runtime

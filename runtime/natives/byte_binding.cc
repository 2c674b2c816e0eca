// SPDX-License-Identifier: MIT
#include "runtime/natives/byte_binding.h"

#include <array>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/natives/surrogates.h"
#include "runtime/v8/v8_text.h"
#include "runtime/v8/view_bytes.h"

namespace sendoff::runtime {
namespace {

// wellFormed(string): what WebIDL calls a USVString.
void WellFormed(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const auto text = info[0].As<v8::String>();
  info.GetReturnValue().Set(text);
  if (text->IsOneByte()) return;
  std::vector<uint16_t> units(static_cast<size_t>(text->Length()));
  WriteTwoBytes(isolate, text, units.data(), text->Length());
  v8::Local<v8::String> mended;
  if (MendSurrogates(&units) &&
      v8::String::NewFromTwoByte(isolate, units.data(), v8::NewStringType::kNormal, text->Length())
          .ToLocal(&mended)) {
    info.GetReturnValue().Set(mended);
  }
}

size_t SizeOf(v8::Isolate* isolate, v8::Local<v8::Value> part) {
  if (part->IsString()) return Utf8Length(isolate, part.As<v8::String>());
  if (part->IsArrayBuffer()) return part.As<v8::ArrayBuffer>()->ByteLength();
  return part.As<v8::ArrayBufferView>()->ByteLength();
}

// size(part): how many bytes a string has in UTF-8, or a buffer or view has.
void Size(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(static_cast<double>(SizeOf(info.GetIsolate(), info[0])));
}

// copy(part, buffer, offset): writes a string in UTF-8, or the bytes of a buffer or view, and
// returns how many bytes were written: none where they do not fit.
void Copy(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Value> part = info[0];
  const auto buffer = info[1].As<v8::ArrayBuffer>();
  const auto offset = static_cast<size_t>(info[2].As<v8::Number>()->Value());
  const size_t size = SizeOf(isolate, part);
  info.GetReturnValue().Set(0);
  if (size == 0 || offset > buffer->ByteLength() || size > buffer->ByteLength() - offset) return;
  char* to = static_cast<char*>(buffer->GetBackingStore()->Data()) + offset;
  if (part->IsString()) {
    WriteUtf8(isolate, part.As<v8::String>(), to, size);
  } else if (part->IsArrayBuffer()) {
    std::memcpy(to, part.As<v8::ArrayBuffer>()->GetBackingStore()->Data(), size);
  } else {
    part.As<v8::ArrayBufferView>()->CopyContents(to, size);
  }
  info.GetReturnValue().Set(static_cast<double>(size));
}

std::string_view TextIn(v8::Local<v8::Value> view) {
  const std::span<const uint8_t> bytes = ViewBytes(view.As<v8::ArrayBufferView>());
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// decode(view): UTF-8 as a string, with U+FFFD for what is not UTF-8 and without a byte order mark.
// Undefined when the string would be longer than V8's can be.
void Decode(const v8::FunctionCallbackInfo<v8::Value>& info) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view bytes = TextIn(info[0]);
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  v8::Local<v8::String> text;
  if (ToV8(info.GetIsolate(), bytes).ToLocal(&text)) info.GetReturnValue().Set(text);
}

// characters(view): a string with a character for each byte.
void Characters(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const std::string_view bytes = TextIn(info[0]);
  info.GetReturnValue().Set(FromOneByte(info.GetIsolate(), bytes));
}

constexpr std::array<BindingRow, 5> kRows = {{
    {"wellFormed", WellFormed, 1},
    {"size", Size, 1},
    {"copy", Copy, 3},
    {"decode", Decode, 1},
    {"characters", Characters, 1},
}};

}  // namespace

const Binding kByteBinding = {"bytes", kRows};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_arguments.h"

#include "runtime/v8/v8_text.h"
#include "runtime/v8/view_bytes.h"

namespace sendoff::runtime {

void ThrowBufferError(v8::Isolate* isolate, BufferError kind, std::string_view code,
                      std::string_view message) {
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const v8::Local<v8::String> text = Literal(isolate, message);
  const v8::Local<v8::Value> error =
      kind == BufferError::kTypeError    ? v8::Exception::TypeError(text)
      : kind == BufferError::kRangeError ? v8::Exception::RangeError(text)
                                         : v8::Exception::Error(text);
  if (error.As<v8::Object>()
          ->CreateDataProperty(context, Name(isolate, "code"), Literal(isolate, code))
          .FromMaybe(false)) {
    isolate->ThrowException(error);
  }
}

void ThrowOutOfRange(v8::Isolate* isolate) {
  ThrowBufferError(isolate, BufferError::kRangeError, "ERR_OUT_OF_RANGE", "Index out of range");
}

std::optional<std::span<uint8_t>> BytesOf(v8::Local<v8::Value> value) {
  if (value->IsArrayBufferView()) return ViewBytes(value.As<v8::ArrayBufferView>());
  if (value->IsArrayBuffer()) {
    const auto buffer = value.As<v8::ArrayBuffer>();
    return std::span(static_cast<uint8_t*>(buffer->GetBackingStore()->Data()),
                     buffer->ByteLength());
  }
  if (value->IsSharedArrayBuffer()) {
    const auto buffer = value.As<v8::SharedArrayBuffer>();
    return std::span(static_cast<uint8_t*>(buffer->GetBackingStore()->Data()),
                     buffer->ByteLength());
  }
  return std::nullopt;
}

std::optional<std::span<uint8_t>> NeedBytes(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  const auto bytes = BytesOf(value);
  if (!bytes) {
    ThrowBufferError(isolate, BufferError::kTypeError, "ERR_INVALID_ARG_TYPE",
                     "argument must be a buffer");
  }
  return bytes;
}

std::optional<size_t> IndexOr(v8::Isolate* isolate, v8::Local<v8::Value> value, size_t otherwise) {
  if (value->IsUndefined()) return otherwise;
  int64_t index = 0;
  if (!value->IntegerValue(isolate->GetCurrentContext()).To(&index)) return std::nullopt;
  if (index >= 0) return static_cast<size_t>(index);
  ThrowOutOfRange(isolate);
  return std::nullopt;
}

}  // namespace sendoff::runtime

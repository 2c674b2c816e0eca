// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sendoff::runtime {

// What the native functions of a Buffer do with their arguments, which may be anything. Errors are
// Node's.

enum class BufferError { kTypeError, kRangeError, kError };

void ThrowBufferError(v8::Isolate* isolate, BufferError kind, std::string_view code,
                      std::string_view message);
void ThrowOutOfRange(v8::Isolate* isolate);

// The bytes of a view or buffer as they are now, none of what is neither; nothing of the step may
// run before they were used.
std::optional<std::span<uint8_t>> BytesOf(v8::Local<v8::Value> value);

// The same; none with an exception pending when it has none.
std::optional<std::span<uint8_t>> NeedBytes(v8::Isolate* isolate, v8::Local<v8::Value> value);

// An index, or `otherwise` where it is left out. None with an exception pending when it is below 0.
// Runs code of the step where it is an object.
std::optional<size_t> IndexOr(v8::Isolate* isolate, v8::Local<v8::Value> value, size_t otherwise);

}  // namespace sendoff::runtime

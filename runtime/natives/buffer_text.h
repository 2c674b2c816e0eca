// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sendoff::runtime {

// As internal/util's encodingsMap has them.
enum class BufferEncoding { kAscii, kUtf8, kBase64, kUtf16Le, kLatin1, kHex, kBuffer, kBase64Url };

// How long the text of so many bytes is at least.
size_t TextLength(BufferEncoding encoding, size_t size);

// The bytes as text; empty where V8 has no room for it.
v8::MaybeLocal<v8::String> TextOf(v8::Isolate* isolate, BufferEncoding encoding,
                                  std::span<const uint8_t> bytes);

// Writes a text into `to`, as much of it as there is room for; how many bytes that is.
size_t WriteText(v8::Isolate* isolate, BufferEncoding encoding, v8::Local<v8::String> text,
                 std::span<uint8_t> to);

// The bytes of a text.
std::vector<uint8_t> Encoded(v8::Isolate* isolate, BufferEncoding encoding,
                             v8::Local<v8::String> text);

// Bytes as UTF-16 code units of this machine's order; an odd byte at the end is none.
std::vector<uint16_t> UnitsOf(std::span<const uint8_t> bytes);

}  // namespace sendoff::runtime

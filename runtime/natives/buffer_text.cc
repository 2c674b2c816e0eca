// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_text.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "runtime/natives/buffer_codec.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Bytes = std::span<const uint8_t>;

v8::MaybeLocal<v8::String> OneByteText(v8::Isolate* isolate, Bytes bytes) {
  return v8::String::NewFromOneByte(isolate, bytes.data(), v8::NewStringType::kNormal,
                                    static_cast<int>(bytes.size()));
}

v8::MaybeLocal<v8::String> OneByteText(v8::Isolate* isolate, const std::string& text) {
  return OneByteText(isolate, Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

// The characters of a text, in its own width.
struct Characters {
  Characters(v8::Isolate* isolate, v8::Local<v8::String> text) {
    const auto length = static_cast<size_t>(text->Length());
    if (text->IsOneByte()) {
      narrow.resize(length);
      WriteOneByte(isolate, text, narrow.data());
    } else {
      wide.resize(length);
      WriteTwoBytes(isolate, text, wide.data(), text->Length());
    }
  }
  std::vector<uint8_t> narrow;
  std::vector<uint16_t> wide;  // one of the two is empty
};

size_t WriteUnits(v8::Isolate* isolate, v8::Local<v8::String> text, std::span<uint8_t> to) {
  const size_t count = std::min(static_cast<size_t>(text->Length()), to.size() / 2);
  std::vector<uint16_t> units(count);  // the bytes may lie at an odd address
  WriteTwoBytes(isolate, text, units.data(), static_cast<int>(count));
  if (count > 0) std::memcpy(to.data(), units.data(), count * 2);
  return count * 2;
}

}  // namespace

std::vector<uint16_t> UnitsOf(Bytes bytes) {
  std::vector<uint16_t> units(bytes.size() / 2);
  if (!units.empty()) std::memcpy(units.data(), bytes.data(), units.size() * 2);
  return units;
}

size_t TextLength(BufferEncoding encoding, size_t size) {
  switch (encoding) {
    case BufferEncoding::kHex:
      return size * 2;
    case BufferEncoding::kBase64:
    case BufferEncoding::kBase64Url:
      return size / 3 * 4;
    case BufferEncoding::kUtf16Le:
      return size / 2;
    case BufferEncoding::kUtf8:
      return size / 3;  // what can be told without reading them
    default:
      return size;
  }
}

v8::MaybeLocal<v8::String> TextOf(v8::Isolate* isolate, BufferEncoding encoding, Bytes bytes) {
  switch (encoding) {
    case BufferEncoding::kHex:
      return OneByteText(isolate, HexText(bytes));
    case BufferEncoding::kBase64:
    case BufferEncoding::kBase64Url:
      return OneByteText(isolate, Base64Text(bytes, encoding == BufferEncoding::kBase64Url));
    case BufferEncoding::kUtf16Le: {
      const std::vector<uint16_t> units = UnitsOf(bytes);
      return v8::String::NewFromTwoByte(isolate, units.data(), v8::NewStringType::kNormal,
                                        static_cast<int>(units.size()));
    }
    case BufferEncoding::kAscii: {
      std::string text(bytes.size(), '\0');
      std::transform(bytes.begin(), bytes.end(), text.begin(),
                     [](uint8_t byte) { return static_cast<char>(byte & 0x7F); });
      return OneByteText(isolate, text);
    }
    case BufferEncoding::kLatin1:
      return OneByteText(isolate, bytes);
    default:
      return v8::String::NewFromUtf8(isolate, reinterpret_cast<const char*>(bytes.data()),
                                     v8::NewStringType::kNormal, static_cast<int>(bytes.size()));
  }
}

size_t WriteText(v8::Isolate* isolate, BufferEncoding encoding, v8::Local<v8::String> text,
                 std::span<uint8_t> to) {
  switch (encoding) {
    case BufferEncoding::kUtf8:
    case BufferEncoding::kBuffer:
      return WriteUtf8(isolate, text, reinterpret_cast<char*>(to.data()), to.size());
    case BufferEncoding::kUtf16Le:
      return WriteUnits(isolate, text, to);
    case BufferEncoding::kAscii:
    case BufferEncoding::kLatin1: {
      const size_t count = std::min(static_cast<size_t>(text->Length()), to.size());
      WriteLowBytes(isolate, text, to.data(), static_cast<int>(count));
      return count;
    }
    case BufferEncoding::kHex: {
      const Characters characters(isolate, text);
      return characters.wide.empty() ? ReadHex(std::span(characters.narrow), to)
                                     : ReadHex(std::span(characters.wide), to);
    }
    case BufferEncoding::kBase64:
    case BufferEncoding::kBase64Url: {
      const Characters characters(isolate, text);
      return characters.wide.empty() ? ReadBase64(std::span(characters.narrow), to)
                                     : ReadBase64(std::span(characters.wide), to);
    }
  }
  return 0;
}

std::vector<uint8_t> Encoded(v8::Isolate* isolate, BufferEncoding encoding,
                             v8::Local<v8::String> text) {
  const auto length = static_cast<size_t>(text->Length());
  const bool is_utf8 = encoding == BufferEncoding::kUtf8 || encoding == BufferEncoding::kBuffer;
  std::vector<uint8_t> bytes(is_utf8 ? Utf8Length(isolate, text) : length * 2);
  bytes.resize(WriteText(isolate, encoding, text, bytes));
  return bytes;
}

}  // namespace sendoff::runtime

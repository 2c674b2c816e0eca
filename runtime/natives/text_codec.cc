// SPDX-License-Identifier: MIT
#include "runtime/natives/text_codec.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/natives/legacy_decoder.h"
#include "runtime/natives/legacy_tables.h"
#include "runtime/natives/surrogates.h"
#include "runtime/natives/utf8_bytes.h"
#include "runtime/v8/v8_text.h"
#include "runtime/v8/view_bytes.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using Bytes = std::span<const uint8_t>;

// The encodings that need no tables, as js/web/encoding.js numbers them.
enum class Encoding { kUtf8 = 0, kUtf16Le = 1, kUtf16Be = 2, kWindows1252 = 3 };

// What windows-1252 has for 80 to 9F; all else is Latin-1.
constexpr std::array<uint16_t, 32> kWindows1252High = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// How many bytes at the end are the beginning of a character.
size_t Utf8Tail(Bytes bytes) {
  for (size_t tail = 1; tail <= 3 && tail <= bytes.size(); ++tail) {
    const uint8_t lead = bytes[bytes.size() - tail];
    if (IsContinuation(lead)) continue;
    const bool is_open = CharacterLength(lead) > tail;
    const bool is_right = tail == 1 || MayFollow(lead, bytes[bytes.size() - tail + 1]);
    return is_open && is_right ? tail : 0;
  }
  return 0;
}

uint16_t Unit(Bytes bytes, size_t at, Encoding encoding) {
  const uint16_t first = bytes[at];
  const uint16_t second = bytes[at + 1];
  return static_cast<uint16_t>(encoding == Encoding::kUtf16Le ? first | second << 8
                                                              : first << 8 | second);
}

size_t Utf16Tail(Bytes bytes, Encoding encoding) {
  const size_t odd = bytes.size() % 2;
  const size_t whole = bytes.size() - odd;
  const bool ends_in_lead = whole > 0 && (Unit(bytes, whole - 2, encoding) & 0xFC00) == 0xD800;
  return odd + (ends_in_lead ? 2 : 0);
}

size_t TailOf(Bytes bytes, Encoding encoding) {
  if (encoding == Encoding::kUtf8) return Utf8Tail(bytes);
  return encoding == Encoding::kWindows1252 ? 0 : Utf16Tail(bytes, encoding);
}

v8::MaybeLocal<v8::String> FromUnits(v8::Isolate* isolate, const std::vector<uint16_t>& units) {
  if (units.size() > static_cast<size_t>(v8::String::kMaxLength)) return {};
  return v8::String::NewFromTwoByte(isolate, units.data(), v8::NewStringType::kNormal,
                                    static_cast<int>(units.size()));
}

// Whether nothing had to be replaced: then it is the same bytes again.
bool WasUtf8(v8::Isolate* isolate, v8::Local<v8::String> text, Bytes bytes) {
  const std::string again = ToUtf8(isolate, text);
  return again.size() == bytes.size() &&
         std::equal(bytes.begin(), bytes.end(), again.begin(),
                    [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); });
}

v8::MaybeLocal<v8::String> DecodeUtf8(v8::Isolate* isolate, Bytes bytes, bool* malformed) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  v8::Local<v8::String> string;
  if (!ToV8(isolate, text).ToLocal(&string)) return {};
  *malformed = !WasUtf8(isolate, string, bytes);
  return string;
}

v8::MaybeLocal<v8::String> DecodeUtf16(v8::Isolate* isolate, Bytes bytes, Encoding encoding,
                                       bool* malformed) {
  std::vector<uint16_t> units;
  units.reserve(bytes.size() / 2 + 1);
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) units.push_back(Unit(bytes, i, encoding));
  *malformed = MendSurrogates(&units);
  if (bytes.size() % 2 != 0) {
    units.push_back(0xFFFD);
    *malformed = true;
  }
  return FromUnits(isolate, units);
}

v8::MaybeLocal<v8::String> DecodeWindows1252(v8::Isolate* isolate, Bytes bytes) {
  std::vector<uint16_t> units;
  units.reserve(bytes.size());
  for (const uint8_t byte : bytes) {
    const bool is_high = byte >= 0x80 && byte < 0xA0;
    units.push_back(is_high ? kWindows1252High[byte - 0x80] : byte);
  }
  return FromUnits(isolate, units);
}

struct Decoded {
  v8::MaybeLocal<v8::String> text;
  bool is_malformed = false;
  size_t tail = 0;
  int state = 0;
};

Decoded DecodeOwn(v8::Isolate* isolate, Bytes bytes, Encoding encoding, bool is_stream) {
  Decoded decoded;
  decoded.tail = is_stream ? TailOf(bytes, encoding) : 0;
  bytes = bytes.first(bytes.size() - decoded.tail);
  if (encoding == Encoding::kUtf8) {
    decoded.text = DecodeUtf8(isolate, bytes, &decoded.is_malformed);
  } else if (encoding == Encoding::kWindows1252) {
    decoded.text = DecodeWindows1252(isolate, bytes);
  } else {
    decoded.text = DecodeUtf16(isolate, bytes, encoding, &decoded.is_malformed);
  }
  return decoded;
}

Decoded DecodeLegacy(v8::Isolate* isolate, Bytes bytes, const LegacyTables& tables, bool is_stream,
                     int state) {
  LegacyDecoder decoder(tables, state);
  const LegacyText text = decoder.Decode(bytes, is_stream);
  return {FromUnits(isolate, text.units), text.is_malformed, text.tail, decoder.state()};
}

// decode(bytes, encoding, isStream, state): [text, whether something was malformed, how many bytes
// at the end wait for more, the state for what follows]; undefined when the text would be longer
// than a string can be, null when this machine's ICU does not have the encoding. A byte order mark
// is a character like any other.
void Decode(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const Bytes bytes = ViewBytes(info[0].As<v8::ArrayBufferView>());
  const int encoding = info[1].As<v8::Int32>()->Value();
  const bool is_stream = info[2]->IsTrue();
  Decoded decoded;
  if (encoding < kFirstLegacy) {
    decoded = DecodeOwn(isolate, bytes, static_cast<Encoding>(encoding), is_stream);
  } else {
    const LegacyTables& tables = LegacyTables::Of(encoding);
    if (!tables.is_there()) return info.GetReturnValue().SetNull();
    decoded = DecodeLegacy(isolate, bytes, tables, is_stream, info[3].As<v8::Int32>()->Value());
  }
  v8::Local<v8::String> text;
  if (!decoded.text.ToLocal(&text)) return;
  v8::Local<v8::Value> elements[] = {
      text, v8::Boolean::New(isolate, decoded.is_malformed),
      v8::Integer::NewFromUnsigned(isolate, static_cast<uint32_t>(decoded.tail)),
      v8::Integer::New(isolate, decoded.state)};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

constexpr std::array<BindingRow, 1> kRows = {{
    {"decode", Decode, 4},
}};

}  // namespace

const Binding kTextCodecBinding = {"text", kRows};

}  // namespace sendoff::runtime

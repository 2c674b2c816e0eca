// SPDX-License-Identifier: MIT
#include "runtime/natives/node_buffer_binding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/natives/buffer_arguments.h"
#include "runtime/natives/buffer_codec.h"
#include "runtime/natives/buffer_search.h"
#include "runtime/natives/buffer_text.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using Bytes = std::span<const uint8_t>;

// slice.call(buffer, start, end): a part of it as text.
template <BufferEncoding encoding>
void Slice(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!NeedBytes(info.GetIsolate(), info.This())) return;
  const auto start = IndexOr(info.GetIsolate(), info[0], 0);
  if (!start) return;
  const auto asked = IndexOr(info.GetIsolate(), info[1], SIZE_MAX);
  if (!asked) return;
  const auto bytes = NeedBytes(info.GetIsolate(), info.This());
  if (!bytes) return;
  if (bytes->empty()) return info.GetReturnValue().SetEmptyString();
  const size_t end = std::max(*start, *asked == SIZE_MAX ? bytes->size() : *asked);
  if (end > bytes->size()) return ThrowOutOfRange(info.GetIsolate());
  const Bytes part = bytes->subspan(*start, end - *start);
  if (part.empty()) return info.GetReturnValue().SetEmptyString();
  v8::Local<v8::String> text;
  if (TextLength(encoding, part.size()) <= static_cast<size_t>(v8::String::kMaxLength)) {
    v8::TryCatch caught(isolate);
    if (TextOf(isolate, encoding, part).ToLocal(&text)) {
      return info.GetReturnValue().Set(text);
    }
    if (caught.HasTerminated()) return;
    caught.Reset();
  }
  char message[64];
  snprintf(message, sizeof(message), "Cannot create a string longer than 0x%x characters",
           static_cast<unsigned>(v8::String::kMaxLength));
  ThrowBufferError(info.GetIsolate(), BufferError::kError, "ERR_STRING_TOO_LONG", message);
}

void ThrowOutside(v8::Isolate* isolate) {
  ThrowBufferError(isolate, BufferError::kRangeError, "ERR_BUFFER_OUT_OF_BOUNDS",
                   "\"offset\" is outside of buffer bounds");
}

// write.call(buffer, text, offset, length): how many bytes of the text were written.
template <BufferEncoding encoding>
void Write(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!NeedBytes(isolate, info.This())) return;
  if (!info[0]->IsString()) {
    return ThrowBufferError(isolate, BufferError::kTypeError, "ERR_INVALID_ARG_TYPE",
                            "argument must be a string");
  }
  const auto offset = IndexOr(isolate, info[1], 0);
  if (!offset) return;
  const auto before = NeedBytes(isolate, info.This());
  if (!before) return;
  if (*offset > before->size()) return ThrowOutside(isolate);
  const auto most = IndexOr(isolate, info[2], SIZE_MAX);
  if (!most) return;
  const auto bytes = NeedBytes(isolate, info.This());  // the step may have run
  if (!bytes) return;
  if (*offset > bytes->size()) return ThrowOutside(isolate);
  const std::span<uint8_t> to = bytes->subspan(*offset, std::min(*most, bytes->size() - *offset));
  info.GetReturnValue().Set(static_cast<double>(
      to.empty() ? 0 : WriteText(isolate, encoding, info[0].As<v8::String>(), to)));
}

// byteLengthUtf8(text)
void ByteLengthUtf8(const Info& info) {
  if (!info[0]->IsString()) {
    return ThrowBufferError(info.GetIsolate(), BufferError::kTypeError, "ERR_INVALID_ARG_TYPE",
                            "argument must be a string");
  }
  info.GetReturnValue().Set(
      static_cast<double>(Utf8Length(info.GetIsolate(), info[0].As<v8::String>())));
}

int CompareBytes(Bytes a, Bytes b) {
  const size_t common = std::min(a.size(), b.size());
  const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
  if (order != 0) return order < 0 ? -1 : 1;
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

// compare(a, b): -1, 0 or 1.
void Compare(const Info& info) {
  const auto a = NeedBytes(info.GetIsolate(), info[0]);
  if (!a) return;
  const auto b = NeedBytes(info.GetIsolate(), info[1]);
  if (b) info.GetReturnValue().Set(CompareBytes(*a, *b));
}

// compareOffset(source, target, targetStart, sourceStart, targetEnd, sourceEnd)
void CompareOffset(const Info& info) {
  std::array<size_t, 4> at = {};
  for (int i = 0; i < 4; ++i) {
    const auto index = IndexOr(info.GetIsolate(), info[i + 2], 0);
    if (!index) return;
    at[static_cast<size_t>(i)] = *index;
  }
  const auto [target_start, source_start, target_end, source_end] = at;
  const auto source = NeedBytes(info.GetIsolate(), info[0]);
  if (!source) return;
  const auto target = NeedBytes(info.GetIsolate(), info[1]);
  if (!target) return;
  if (source_start > source->size() || target_start > target->size()) {
    return ThrowBufferError(info.GetIsolate(), BufferError::kRangeError, "ERR_OUT_OF_RANGE",
                            source_start > source->size()
                                ? "The value of \"sourceStart\" is out of range."
                                : "The value of \"targetStart\" is out of range.");
  }
  const auto part = [](Bytes bytes, size_t start, size_t end) {
    return bytes.subspan(start, std::min(std::max(end, start), bytes.size()) - start);
  };
  info.GetReturnValue().Set(CompareBytes(part(*source, source_start, source_end),
                                         part(*target, target_start, target_end)));
}

BufferEncoding EncodingOf(v8::Isolate* isolate, v8::Local<v8::Value> name) {
  constexpr std::pair<std::string_view, BufferEncoding> kNames[] = {
      {"ascii", BufferEncoding::kAscii},
      {"base64", BufferEncoding::kBase64},
      {"base64url", BufferEncoding::kBase64Url},
      {"binary", BufferEncoding::kLatin1},
      {"hex", BufferEncoding::kHex},
      {"latin1", BufferEncoding::kLatin1},
      {"ucs-2", BufferEncoding::kUtf16Le},
      {"ucs2", BufferEncoding::kUtf16Le},
      {"utf-16le", BufferEncoding::kUtf16Le},
      {"utf16le", BufferEncoding::kUtf16Le}};
  std::string asked = ToUtf8(isolate, name);
  for (char& c : asked) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const auto& [known, encoding] : kNames) {
    if (known == asked) return encoding;
  }
  return BufferEncoding::kUtf8;
}

// fill(buffer, value, start, end, encoding): -1 for a value without bytes, -2 for a part that the
// buffer does not have.
void Fill(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const auto start = IndexOr(info.GetIsolate(), info[2], 0);
  if (!start) return;
  const auto end = IndexOr(info.GetIsolate(), info[3], 0);
  if (!end) return;
  std::vector<uint8_t> pattern;
  if (info[1]->IsString()) {
    pattern = Encoded(isolate, EncodingOf(isolate, info[4]), info[1].As<v8::String>());
  } else if (const auto bytes = BytesOf(info[1])) {
    pattern.assign(bytes->begin(), bytes->end());
  } else {
    uint32_t value = 0;
    if (!info[1]->Uint32Value(isolate->GetCurrentContext()).To(&value)) return;
    pattern.assign(1, static_cast<uint8_t>(value));
  }
  const auto to = NeedBytes(info.GetIsolate(), info[0]);
  if (!to) return;
  if (*start > *end || *end > to->size()) return info.GetReturnValue().Set(-2);
  if (*start == *end) return;
  if (pattern.empty()) return info.GetReturnValue().Set(-1);
  for (size_t i = *start; i < *end; i += pattern.size()) {
    std::memcpy(to->data() + i, pattern.data(), std::min(pattern.size(), *end - i));
  }
}

// swap16(buffer) and its like: the buffer.
template <size_t size>
void Swap(const Info& info) {
  const auto bytes = NeedBytes(info.GetIsolate(), info[0]);
  if (!bytes) return;
  SwapBytes(*bytes, size);
  info.GetReturnValue().Set(info[0]);
}

// Node's answer for what has no memory any more.
bool IsDetached(v8::Local<v8::Value> value) {
  const v8::Local<v8::Value> buffer =
      value->IsArrayBufferView() ? v8::Local<v8::Value>(value.As<v8::ArrayBufferView>()->Buffer())
                                 : value;
  return buffer->IsArrayBuffer() && WasDetached(buffer.As<v8::ArrayBuffer>());
}

template <bool (*test)(Bytes)>
void Test(const Info& info) {
  const auto bytes = NeedBytes(info.GetIsolate(), info[0]);
  if (!bytes) return;
  if (IsDetached(info[0])) {
    return ThrowBufferError(info.GetIsolate(), BufferError::kError, "ERR_INVALID_STATE",
                            "Invalid state: Cannot validate on a detached buffer");
  }
  info.GetReturnValue().Set(test(*bytes));
}

bool IsAscii(Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte < 0x80; });
}

constexpr std::array<BindingRow, 26> kRows = {{
    {"asciiSlice", Slice<BufferEncoding::kAscii>, 2},
    {"base64Slice", Slice<BufferEncoding::kBase64>, 2},
    {"base64urlSlice", Slice<BufferEncoding::kBase64Url>, 2},
    {"hexSlice", Slice<BufferEncoding::kHex>, 2},
    {"latin1Slice", Slice<BufferEncoding::kLatin1>, 2},
    {"ucs2Slice", Slice<BufferEncoding::kUtf16Le>, 2},
    {"utf8Slice", Slice<BufferEncoding::kUtf8>, 2},
    {"asciiWrite", Write<BufferEncoding::kAscii>, 3},
    {"base64Write", Write<BufferEncoding::kBase64>, 3},
    {"base64urlWrite", Write<BufferEncoding::kBase64Url>, 3},
    {"hexWrite", Write<BufferEncoding::kHex>, 3},
    {"latin1Write", Write<BufferEncoding::kLatin1>, 3},
    {"ucs2Write", Write<BufferEncoding::kUtf16Le>, 3},
    {"utf8Write", Write<BufferEncoding::kUtf8>, 3},
    {"byteLengthUtf8", ByteLengthUtf8, 1},
    {"compare", Compare, 2},
    {"compareOffset", CompareOffset, 6},
    {"fill", Fill, 5},
    {"indexOfBuffer", IndexOfBuffer, 5},
    {"indexOfNumber", IndexOfNumber, 4},
    {"indexOfString", IndexOfString, 5},
    {"isAscii", Test<IsAscii>, 1},
    {"isUtf8", Test<IsUtf8>, 1},
    {"swap16", Swap<2>, 1},
    {"swap32", Swap<4>, 1},
    {"swap64", Swap<8>, 1},
}};

}  // namespace

const Binding kNodeBufferBinding = {"node_buffer", kRows};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/natives/buffer_search.h"

#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "runtime/natives/buffer_arguments.h"
#include "runtime/natives/buffer_text.h"
#include "runtime/natives/byte_search.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;
using Bytes = std::span<const uint8_t>;

uint64_t RandomNumber() {
  uint64_t number = 0;
  RandomBytes(&number, sizeof(number));
  return number;
}

// Where a search begins; none when there is nothing to find. As in Node, an offset below 0 counts
// from the end.
std::optional<size_t> SearchStart(size_t size, int64_t offset, size_t needle_size, bool forward) {
  const auto length = static_cast<int64_t>(size);
  const auto needle = static_cast<int64_t>(needle_size);
  if (offset < 0) {
    if (offset + length >= 0) return static_cast<size_t>(length + offset);
    return forward || needle == 0 ? std::optional<size_t>(0) : std::nullopt;
  }
  if (offset + needle <= length) return static_cast<size_t>(offset);
  if (needle == 0) return size;
  return forward || length == 0 ? std::nullopt : std::optional(size - 1);
}

std::optional<size_t> FindBytes(Bytes text, Bytes needle, size_t from, bool forward) {
  if (!forward) return FindLast<uint8_t>(text, needle, from, RandomNumber());
  if (from > text.size()) return std::nullopt;
  const void* found = memmem(text.data() + from, text.size() - from, needle.data(), needle.size());
  if (found == nullptr) return std::nullopt;
  return static_cast<size_t>(static_cast<const uint8_t*>(found) - text.data());
}

std::optional<size_t> FindUnits(Bytes text, Bytes needle, size_t from, bool forward) {
  const std::vector<uint16_t> text_units = UnitsOf(text);
  const std::vector<uint16_t> needle_units = UnitsOf(needle);
  if (text_units.empty() || needle_units.empty()) return std::nullopt;
  const auto found = forward
                         ? FindFirst<uint16_t>(text_units, needle_units, from / 2, RandomNumber())
                         : FindLast<uint16_t>(text_units, needle_units, from / 2, RandomNumber());
  return found ? std::optional(*found * 2) : std::nullopt;
}

// What both kinds of indexOf do with their arguments from the third on.
void Find(const Info& info, Bytes text, Bytes needle, int64_t offset, BufferEncoding encoding) {
  const bool forward = info[4]->IsTrue();
  info.GetReturnValue().Set(-1);
  const auto start = SearchStart(text.size(), offset, needle.size(), forward);
  if (!start) return;
  if (needle.empty()) return info.GetReturnValue().Set(static_cast<double>(*start));
  if (text.empty() || needle.size() > text.size() ||
      (forward && needle.size() + *start > text.size())) {
    return;
  }
  const auto found = encoding == BufferEncoding::kUtf16Le
                         ? FindUnits(text, needle, *start, forward)
                         : FindBytes(text, needle, *start, forward);
  if (found) info.GetReturnValue().Set(static_cast<double>(*found));
}

struct Search {
  int64_t offset;
  BufferEncoding encoding;
};

std::optional<Search> SearchOf(const Info& info) {
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  int64_t offset = 0;
  int32_t encoding = 0;
  if (!info[2]->IntegerValue(context).To(&offset) || !info[3]->Int32Value(context).To(&encoding)) {
    return std::nullopt;
  }
  return Search{offset, static_cast<BufferEncoding>(encoding)};
}

}  // namespace

void IndexOfString(const Info& info) {
  const auto search = SearchOf(info);
  if (!search || !info[1]->IsString()) return;
  const std::vector<uint8_t> needle =
      Encoded(info.GetIsolate(), search->encoding, info[1].As<v8::String>());
  const auto text = NeedBytes(info.GetIsolate(), info[0]);
  if (!text) return;
  const size_t odd = search->encoding == BufferEncoding::kUtf16Le ? text->size() % 2 : 0;
  Find(info, text->first(text->size() - odd), needle, search->offset, search->encoding);
}

void IndexOfBuffer(const Info& info) {
  const auto search = SearchOf(info);
  if (!search) return;
  const auto text = NeedBytes(info.GetIsolate(), info[0]);
  if (!text) return;
  const auto needle = NeedBytes(info.GetIsolate(), info[1]);
  if (needle) Find(info, *text, *needle, search->offset, search->encoding);
}

void IndexOfNumber(const Info& info) {
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  uint32_t byte = 0;
  int64_t offset = 0;
  if (!info[1]->Uint32Value(context).To(&byte) || !info[2]->IntegerValue(context).To(&offset)) {
    return;
  }
  const auto text = NeedBytes(info.GetIsolate(), info[0]);
  if (!text) return;
  const bool forward = info[3]->IsTrue();
  info.GetReturnValue().Set(-1);
  const auto start = SearchStart(text->size(), offset, 1, forward);
  if (!start || text->empty()) return;
  const void* found = forward ? std::memchr(text->data() + *start, static_cast<int>(byte & 0xFF),
                                            text->size() - *start)
                              : memrchr(text->data(), static_cast<int>(byte & 0xFF), *start + 1);
  if (found != nullptr) {
    info.GetReturnValue().Set(
        static_cast<double>(static_cast<const uint8_t*>(found) - text->data()));
  }
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/natives/codec_slice.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "runtime/natives/buffer_arguments.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

constexpr size_t kMostInput = size_t{64} << 10;
constexpr size_t kMostOutput = size_t{256} << 10;

// bytes[from, to); none with an exception pending. Null has no bytes.
std::optional<std::span<uint8_t>> PartOf(v8::Isolate* isolate, v8::Local<v8::Value> value,
                                         v8::Local<v8::Value> from, v8::Local<v8::Value> to) {
  const double begin = from->IsNumber() ? from.As<v8::Number>()->Value() : -1;
  const double end = to->IsNumber() ? to.As<v8::Number>()->Value() : -1;
  std::span<uint8_t> bytes;
  if (!value->IsNullOrUndefined()) {
    const auto found = NeedBytes(isolate, value);
    if (!found) return std::nullopt;
    bytes = *found;
  }
  if (!(begin >= 0 && begin <= end && end <= static_cast<double>(bytes.size()))) {
    ThrowOutOfRange(isolate);
    return std::nullopt;
  }
  const auto at = static_cast<size_t>(begin);
  return bytes.subspan(at, static_cast<size_t>(end) - at);
}

bool Overlap(std::span<const uint8_t> a, std::span<const uint8_t> b) {
  const std::less<const uint8_t*> less;
  return less(a.data(), b.data() + b.size()) && less(b.data(), a.data() + a.size());
}

}  // namespace

std::optional<CodecSlice> CodecSlice::Of(const Info& info, bool (*is_whole)(int)) {
  const auto input = PartOf(info.GetIsolate(), info[1], info[2], info[3]);
  if (!input) return std::nullopt;
  const auto output = PartOf(info.GetIsolate(), info[4], info[5], info[6]);
  if (!output) return std::nullopt;
  const int flush = info[7]->IsInt32() ? info[7].As<v8::Int32>()->Value() : 0;
  CodecSlice slice;
  const bool takes_all = is_whole != nullptr && is_whole(flush);
  slice.input_ = input->first(takes_all ? input->size() : std::min(input->size(), kMostInput));
  slice.output_ = output->first(std::min(output->size(), kMostOutput));
  slice.is_last_ = slice.input_.size() == input->size();
  slice.is_room_left_ = slice.output_.size() < output->size();
  slice.flush_ = slice.is_last_ ? flush : 0;
  if (Overlap(slice.input_, slice.output_)) {
    slice.copy_.assign(slice.input_.begin(), slice.input_.end());
    slice.input_ = slice.copy_;
  }
  return slice;
}

void CodecSlice::Return(const Info& info, size_t consumed, size_t produced, int code) const {
  v8::Isolate* isolate = info.GetIsolate();
  const bool is_full = produced == output_.size();
  const bool is_input_left = !is_last_ || consumed < input_.size();
  const bool has_moved = consumed > 0 || produced > 0;
  const bool has_more = has_moved && (is_full ? is_room_left_ : is_input_left);
  v8::Local<v8::Value> elements[] = {v8::Number::New(isolate, static_cast<double>(consumed)),
                                     v8::Number::New(isolate, static_cast<double>(produced)),
                                     v8::Integer::New(isolate, code),
                                     v8::Boolean::New(isolate, has_more)};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

}  // namespace sendoff::runtime

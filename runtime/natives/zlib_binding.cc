// SPDX-License-Identifier: MIT
#include "runtime/natives/zlib_binding.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "runtime/natives/zlib_machine.h"
#include "runtime/v8/view_bytes.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

// Input of one call: between two, the run's limits can end it.
constexpr size_t kMostInput = size_t{256} << 10;

ZlibMachine::Kind KindOf(v8::Local<v8::Value> inflates) {
  return inflates->IsTrue() ? ZlibMachine::Kind::kInflate : ZlibMachine::Kind::kDeflate;
}

// size(inflates): how large the buffer of a machine has to be.
void Size(const Info& info) {
  info.GetReturnValue().Set(static_cast<double>(ZlibMachine::SizeOf(KindOf(info[0]))));
}

// make(buffer, inflates, windowBits): makes a machine in it, whether it could.
void Make(const Info& info) {
  const auto buffer = info[0].As<v8::ArrayBuffer>();
  auto* data = static_cast<std::byte*>(buffer->GetBackingStore()->Data());
  const ZlibMachine* machine = ZlibMachine::Make({data, buffer->ByteLength()}, KindOf(info[1]),
                                                 info[2].As<v8::Int32>()->Value());
  info.GetReturnValue().Set(machine != nullptr);
}

// run(buffer, input, at, output, isLast): [bytes taken of the input from `at` on, bytes of output,
// zlib's code].
void Run(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto* data = static_cast<std::byte*>(info[0].As<v8::ArrayBuffer>()->GetBackingStore()->Data());
  const std::span<const uint8_t> input =
      ViewBytes(info[1].As<v8::ArrayBufferView>())
          .subspan(static_cast<size_t>(info[2].As<v8::Number>()->Value()));
  const size_t size = std::min(input.size(), kMostInput);
  const bool is_last = info[4]->IsTrue() && size == input.size();
  const ZlibMachine::Step step = ZlibMachine::In(data).Run(
      input.first(size), ViewBytes(info[3].As<v8::ArrayBufferView>()), is_last);
  v8::Local<v8::Value> elements[] = {v8::Number::New(isolate, static_cast<double>(step.consumed)),
                                     v8::Number::New(isolate, static_cast<double>(step.produced)),
                                     v8::Integer::New(isolate, step.code)};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

constexpr std::array<BindingRow, 3> kRows = {{
    {"size", Size, 1},
    {"make", Make, 3},
    {"run", Run, 5},
}};

}  // namespace

const Binding kZlibBinding = {"zlib", kRows};

}  // namespace sendoff::runtime

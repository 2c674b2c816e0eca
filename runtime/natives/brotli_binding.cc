// SPDX-License-Identifier: MIT
#include "runtime/natives/brotli_binding.h"

#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "runtime/natives/brotli_machine.h"
#include "runtime/natives/codec_slice.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

BrotliMachine& MachineOf(const Info& info) {
  return *static_cast<BrotliMachine*>(info[0].As<v8::ArrayBuffer>()->GetBackingStore()->Data());
}

// make(encodes): a machine, to be reset before it is used.
void Make(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const auto kind =
      info[0]->IsTrue() ? BrotliMachine::Kind::kEncoder : BrotliMachine::Kind::kDecoder;
  auto machine = std::make_unique<BrotliMachine>(
      kind, isolate, Realm::From(isolate->GetCurrentContext()).isolate_host().allocator());
  std::unique_ptr<v8::BackingStore> store = v8::ArrayBuffer::NewBackingStore(
      machine.release(), sizeof(BrotliMachine),
      [](void* data, size_t, void*) { delete static_cast<BrotliMachine*>(data); }, nullptr);
  info.GetReturnValue().Set(v8::ArrayBuffer::New(isolate, std::move(store)));
}

// reset(machine): whether there was memory for it.
void Reset(const Info& info) { info.GetReturnValue().Set(MachineOf(info).Reset()); }

// setParameter(machine, parameter, value): whether it took it.
void SetParameter(const Info& info) {
  const bool are_numbers = info[1]->IsUint32() && info[2]->IsUint32();
  info.GetReturnValue().Set(are_numbers &&
                            MachineOf(info).SetParameter(info[1].As<v8::Uint32>()->Value(),
                                                         info[2].As<v8::Uint32>()->Value()));
}

// What Brotli takes at once or not at all.
bool IsMetadata(int operation) { return operation == BROTLI_OPERATION_EMIT_METADATA; }

// run(machine, input, at, end, output, from, to, operation): takes what one call may of
// input[at, end); [bytes taken, bytes of output, Brotli's code, whether to call again for the
// rest].
void Run(const Info& info) {
  const auto slice = CodecSlice::Of(info, IsMetadata);
  if (!slice) return;
  const BrotliMachine::Step step =
      MachineOf(info).Run(slice->input(), slice->output(), slice->flush());
  slice->Return(info, step.consumed, step.produced, step.code);
}

// error(machine): [number, name] of what a decoder failed by.
void Error(const Info& info) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::Local<v8::Value> elements[] = {v8::Integer::New(isolate, MachineOf(info).error()),
                                     Literal(isolate, MachineOf(info).error_name())};
  info.GetReturnValue().Set(v8::Array::New(isolate, elements, std::size(elements)));
}

// isOutOfMemory(machine): whether it was refused memory.
void IsOutOfMemory(const Info& info) {
  info.GetReturnValue().Set(MachineOf(info).is_out_of_memory());
}

// close(machine): frees what it holds.
void Close(const Info& info) { MachineOf(info).Close(); }

constexpr std::array<BindingRow, 7> kRows = {{
    {"make", Make, 1},
    {"reset", Reset, 1},
    {"setParameter", SetParameter, 3},
    {"run", Run, 8},
    {"error", Error, 1},
    {"isOutOfMemory", IsOutOfMemory, 1},
    {"close", Close, 1},
}};

}  // namespace

const Binding kBrotliBinding = {"brotli", kRows};

}  // namespace sendoff::runtime

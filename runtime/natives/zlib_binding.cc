// SPDX-License-Identifier: MIT
#include "runtime/natives/zlib_binding.h"

#include <array>

#include "runtime/natives/buffer_arguments.h"
#include "runtime/natives/codec_slice.h"
#include "runtime/natives/zlib_machine.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using Info = v8::FunctionCallbackInfo<v8::Value>;

// What is no such number zlib refuses.
constexpr int kNoNumber = -100;

// As Node takes them: a level of 1.5 is 1.
int NumberOf(v8::Local<v8::Value> value) {
  const double number = value->IsNumber() ? value.As<v8::Number>()->Value() : kNoNumber;
  return number > kNoNumber && number < -kNoNumber ? static_cast<int>(number) : kNoNumber;
}

// inflates, windowBits, level, memLevel, strategy.
ZlibMachine::Settings SettingsOf(const Info& info, int first) {
  if (info[first]->IsTrue()) {
    return {.kind = ZlibMachine::Kind::kInflate, .window_bits = NumberOf(info[first + 1])};
  }
  return {.kind = ZlibMachine::Kind::kDeflate,
          .window_bits = NumberOf(info[first + 1]),
          .level = NumberOf(info[first + 2]),
          .memory_level = NumberOf(info[first + 3]),
          .strategy = NumberOf(info[first + 4])};
}

std::byte* DataOf(v8::Local<v8::Value> buffer) {
  return static_cast<std::byte*>(buffer.As<v8::ArrayBuffer>()->GetBackingStore()->Data());
}

ZlibMachine& MachineOf(const Info& info) { return ZlibMachine::In(DataOf(info[0])); }

// size(inflates, windowBits, level, memLevel, strategy): how large the buffer of a machine has to
// be.
void Size(const Info& info) {
  info.GetReturnValue().Set(static_cast<double>(ZlibMachine::SizeOf(SettingsOf(info, 0))));
}

// make(buffer, inflates, windowBits, level, memLevel, strategy): makes a machine in it, whether it
// could.
void Make(const Info& info) {
  const ZlibMachine* machine = ZlibMachine::Make(
      {DataOf(info[0]), info[0].As<v8::ArrayBuffer>()->ByteLength()}, SettingsOf(info, 1));
  info.GetReturnValue().Set(machine != nullptr);
}

// run(machine, input, at, end, output, from, to, flush): takes what one call may of
// input[at, end); [bytes taken, bytes of output, zlib's code, whether to call again for the rest].
void Run(const Info& info) {
  const auto slice = CodecSlice::Of(info);
  if (!slice) return;
  const ZlibMachine::Step step =
      MachineOf(info).Run(slice->input(), slice->output(), slice->flush());
  slice->Return(info, step.consumed, step.produced, step.code);
}

// reset(machine): zlib's code, as of the next two.
void Reset(const Info& info) { info.GetReturnValue().Set(MachineOf(info).Reset()); }

// setParameters(machine, level, strategy)
void SetParameters(const Info& info) {
  info.GetReturnValue().Set(MachineOf(info).SetParameters(NumberOf(info[1]), NumberOf(info[2])));
}

// setDictionary(machine, dictionary)
void SetDictionary(const Info& info) {
  const auto dictionary = NeedBytes(info.GetIsolate(), info[1]);
  if (dictionary) info.GetReturnValue().Set(MachineOf(info).SetDictionary(*dictionary));
}

// message(machine): what zlib says to its last error; undefined: nothing.
void Message(const Info& info) {
  const char* message = MachineOf(info).message();
  if (message != nullptr) info.GetReturnValue().Set(Literal(info.GetIsolate(), message));
}

// byteAt(bytes, index): -1 where there is none.
void ByteAt(const Info& info) {
  const auto bytes = BytesOf(info[0]);
  const double index = info[1]->IsNumber() ? info[1].As<v8::Number>()->Value() : -1;
  const bool is_there = bytes && index >= 0 && index < static_cast<double>(bytes->size());
  info.GetReturnValue().Set(is_there ? (*bytes)[static_cast<size_t>(index)] : -1);
}

// crc32(bytes, at, end, before): the checksum with that part of them.
void Crc32(const Info& info) {
  const auto bytes = NeedBytes(info.GetIsolate(), info[0]);
  if (!bytes) return;
  const auto at = static_cast<size_t>(info[1].As<v8::Number>()->Value());
  const auto end = static_cast<size_t>(info[2].As<v8::Number>()->Value());
  if (at > end || end > bytes->size()) return ThrowOutOfRange(info.GetIsolate());
  const uLong before = info[3].As<v8::Uint32>()->Value();
  info.GetReturnValue().Set(static_cast<uint32_t>(crc32_z(before, bytes->data() + at, end - at)));
}

constexpr std::array<BindingRow, 9> kRows = {{
    {"size", Size, 5},
    {"make", Make, 6},
    {"run", Run, 8},
    {"reset", Reset, 1},
    {"setParameters", SetParameters, 3},
    {"setDictionary", SetDictionary, 2},
    {"message", Message, 1},
    {"byteAt", ByteAt, 2},
    {"crc32", Crc32, 4},
}};

}  // namespace

const Binding kZlibBinding = {"zlib", kRows};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/natives/brotli_machine.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

namespace sendoff::runtime {
namespace {

// The largest block that one call compresses, 2 to this power: more, and a run's limits could not
// end it for long. It is only a hint of Brotli's.
constexpr uint32_t kMostBlockBits = 18;

}  // namespace

BrotliMachine::BrotliMachine(Kind kind, v8::Isolate* isolate,
                             std::shared_ptr<CountingAllocator> memory)
    : kind_(kind), isolate_(isolate), memory_(std::move(memory)) {}

// What garbage holds makes room.
bool BrotliMachine::Reserve(size_t size) {
  if (memory_->Reserve(size)) return true;
  isolate_->LowMemoryNotification();
  return memory_->Reserve(size);
}

// As distributions build it, the encoder ends the process where it gets no memory. So it is left on
// the spot: it is C, and all that it has is in our list.
void* BrotliMachine::Refuse() {
  is_out_of_memory_ = true;
  if (way_out_ != nullptr) std::longjmp(*way_out_, 1);
  return nullptr;
}

void* BrotliMachine::Allocate(void* self, size_t size) {
  auto* machine = static_cast<BrotliMachine*>(self);
  const size_t whole = size + sizeof(Piece);
  if (whole < size || !machine->Reserve(whole)) return machine->Refuse();
  void* memory = std::malloc(whole);
  if (memory == nullptr) {
    machine->memory_->Return(whole);
    return machine->Refuse();
  }
  auto* piece = new (memory) Piece{nullptr, machine->pieces_, whole};
  if (piece->next != nullptr) piece->next->previous = piece;
  machine->pieces_ = piece;
  return piece + 1;
}

void BrotliMachine::Free(void* self, void* address) {
  if (address == nullptr) return;
  auto* machine = static_cast<BrotliMachine*>(self);
  Piece* piece = static_cast<Piece*>(address) - 1;
  (piece->previous == nullptr ? machine->pieces_ : piece->previous->next) = piece->next;
  if (piece->next != nullptr) piece->next->previous = piece->previous;
  machine->memory_->Return(piece->size);
  std::free(piece);
}

bool BrotliMachine::Reset() {
  Close();
  is_out_of_memory_ = false;
  if (kind_ == Kind::kEncoder) {
    encoder_ = BrotliEncoderCreateInstance(Allocate, Free, this);
    return encoder_ != nullptr;
  }
  decoder_ = BrotliDecoderCreateInstance(Allocate, Free, this);
  return decoder_ != nullptr;
}

bool BrotliMachine::SetParameter(uint32_t parameter, uint32_t value) {
  if (decoder_ != nullptr) {
    return BrotliDecoderSetParameter(decoder_, static_cast<BrotliDecoderParameter>(parameter),
                                     value) == BROTLI_TRUE;
  }
  if (encoder_ == nullptr) return false;
  if (parameter == BROTLI_PARAM_LGBLOCK) value = std::min(value, kMostBlockBits);
  return BrotliEncoderSetParameter(encoder_, static_cast<BrotliEncoderParameter>(parameter),
                                   value) == BROTLI_TRUE;
}

BrotliMachine::Step BrotliMachine::Run(std::span<const uint8_t> input, std::span<uint8_t> output,
                                       int operation) {
  if (decoder_ != nullptr) return RunDecoder(input, output);
  return encoder_ == nullptr ? Step{0, 0, 0} : RunEncoder(input, output, operation);
}

// Nothing here may need to be destroyed: see Refuse.
BrotliMachine::Step BrotliMachine::RunEncoder(std::span<const uint8_t> input,
                                              std::span<uint8_t> output, int operation) {
  std::jmp_buf way_out;
  if (setjmp(way_out) != 0) {
    way_out_ = nullptr;
    encoder_ = nullptr;
    while (pieces_ != nullptr) Free(this, pieces_ + 1);
    return {0, 0, 0};
  }
  way_out_ = &way_out;
  size_t input_left = input.size();
  size_t output_left = output.size();
  const uint8_t* next_in = input.data();
  uint8_t* next_out = output.data();
  const int code =
      BrotliEncoderCompressStream(encoder_, static_cast<BrotliEncoderOperation>(operation),
                                  &input_left, &next_in, &output_left, &next_out, nullptr);
  way_out_ = nullptr;
  return {input.size() - input_left, output.size() - output_left, code};
}

BrotliMachine::Step BrotliMachine::RunDecoder(std::span<const uint8_t> input,
                                              std::span<uint8_t> output) {
  size_t input_left = input.size();
  size_t output_left = output.size();
  const uint8_t* next_in = input.data();
  uint8_t* next_out = output.data();
  const int code = BrotliDecoderDecompressStream(decoder_, &input_left, &next_in, &output_left,
                                                 &next_out, nullptr);
  return {input.size() - input_left, output.size() - output_left, code};
}

BrotliDecoderErrorCode BrotliMachine::error() const {
  return decoder_ == nullptr ? BROTLI_DECODER_NO_ERROR : BrotliDecoderGetErrorCode(decoder_);
}

std::string BrotliMachine::error_name() const {
  const BrotliDecoderErrorCode code = error();
  const std::string name = BrotliDecoderErrorString(code);
  if (name.starts_with('_')) return name;
  // Brotli 1.0 leaves the kind out.
  if (code >= BROTLI_DECODER_ERROR_FORMAT_DISTANCE) return "_ERROR_FORMAT_" + name;
  const bool is_memory = code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
                         code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
  return (is_memory ? "_ERROR_ALLOC_" : "_ERROR_") + name;
}

void BrotliMachine::Close() {
  if (encoder_ != nullptr) BrotliEncoderDestroyInstance(std::exchange(encoder_, nullptr));
  if (decoder_ != nullptr) BrotliDecoderDestroyInstance(std::exchange(decoder_, nullptr));
}

}  // namespace sendoff::runtime

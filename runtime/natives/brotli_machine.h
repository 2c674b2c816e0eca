// SPDX-License-Identifier: MIT
#pragma once

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <v8.h>

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "runtime/v8/counting_allocator.h"

namespace sendoff::runtime {

// Brotli's encoder or decoder. All memory that it takes counts against the run's limit; where that
// does not suffice, garbage is collected, and then the call fails. The isolate's thread, but for
// the end, which may come on any and after the isolate.
class BrotliMachine {
 public:
  enum class Kind { kEncoder, kDecoder };

  BrotliMachine(Kind kind, v8::Isolate* isolate, std::shared_ptr<CountingAllocator> memory);
  ~BrotliMachine() { Close(); }
  BrotliMachine(const BrotliMachine&) = delete;
  BrotliMachine& operator=(const BrotliMachine&) = delete;

  // Begins anew, with no parameter set. False without memory.
  bool Reset();

  // Brotli's numbers. False when it does not take them.
  bool SetParameter(uint32_t parameter, uint32_t value);

  struct Step {
    size_t consumed;
    size_t produced;
    int code;  // BrotliDecoderResult; of an encoder 0 or 1, whether it could
  };
  // Takes of `input` what there is room for in `output`. `operation`: BrotliEncoderOperation.
  Step Run(std::span<const uint8_t> input, std::span<uint8_t> output, int operation);

  // What a decoder failed by: Brotli's number, and its name as Brotli 1.1 has it, such as
  // "_ERROR_FORMAT_PADDING_1".
  BrotliDecoderErrorCode error() const;
  std::string error_name() const;

  // Whether memory was refused since it began.
  bool is_out_of_memory() const { return is_out_of_memory_; }

  // Frees what it holds. It can only end after that, or begin anew.
  void Close();

 private:
  // Stands before each piece of memory, all of which are in one list.
  struct alignas(std::max_align_t) Piece {
    Piece* previous;
    Piece* next;
    size_t size;
  };

  static void* Allocate(void* machine, size_t size);
  static void Free(void* machine, void* address);
  bool Reserve(size_t size);
  void* Refuse();
  Step RunEncoder(std::span<const uint8_t> input, std::span<uint8_t> output, int operation);
  Step RunDecoder(std::span<const uint8_t> input, std::span<uint8_t> output);

  const Kind kind_;
  v8::Isolate* const isolate_;
  const std::shared_ptr<CountingAllocator> memory_;
  BrotliEncoderState* encoder_ = nullptr;
  BrotliDecoderState* decoder_ = nullptr;
  bool is_out_of_memory_ = false;
  Piece* pieces_ = nullptr;
  std::jmp_buf* way_out_ = nullptr;  // of the encoder, while it runs
};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sendoff::runtime {

// One of zlib's machines in memory that somebody else has: it is made there, asks for no other, and
// ends with it. It must not move. Any one thread.
class ZlibMachine {
 public:
  enum class Kind { kDeflate, kInflate };

  // How much memory one of a kind takes at most, in bytes.
  static size_t SizeOf(Kind kind);

  // Makes one in `memory`, which has SizeOf(kind) bytes at an address for any object. `window_bits`
  // as deflateInit2 and inflateInit2 have them. Null when the memory is not enough.
  static ZlibMachine* Make(std::span<std::byte> memory, Kind kind, int window_bits);

  // The one that was made there.
  static ZlibMachine& In(std::byte* memory) { return *reinterpret_cast<ZlibMachine*>(memory); }

  ZlibMachine(const ZlibMachine&) = delete;
  ZlibMachine& operator=(const ZlibMachine&) = delete;

  struct Step {
    size_t consumed;
    size_t produced;
    int code;  // zlib's: Z_OK, Z_STREAM_END, or an error; Z_BUF_ERROR: it has nothing to do
  };
  // Takes of `input` what there is room for in `output`. `is_last`: nothing follows this input.
  Step Run(std::span<const uint8_t> input, std::span<uint8_t> output, bool is_last);

 private:
  ZlibMachine(std::span<std::byte> memory, Kind kind);

  static void* Allocate(void* machine, unsigned count, unsigned size);
  static void Free(void*, void*) {}

  z_stream stream_ = {};
  const Kind kind_;
  std::span<std::byte> left_;
};

}  // namespace sendoff::runtime

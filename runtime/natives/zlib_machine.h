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

  // As deflateInit2 and inflateInit2 have them; the last three are for kDeflate.
  struct Settings {
    Kind kind;
    int window_bits;
    int level = Z_DEFAULT_COMPRESSION;
    int memory_level = MAX_MEM_LEVEL - 1;
    int strategy = Z_DEFAULT_STRATEGY;
  };

  // How much memory one with these settings takes at most, in bytes.
  static size_t SizeOf(const Settings& settings);

  // Makes one in `memory`, which has SizeOf(settings) bytes at an address for any object. Null when
  // zlib refuses.
  static ZlibMachine* Make(std::span<std::byte> memory, const Settings& settings);

  // The one that was made there.
  static ZlibMachine& In(std::byte* memory) { return *reinterpret_cast<ZlibMachine*>(memory); }

  ZlibMachine(const ZlibMachine&) = delete;
  ZlibMachine& operator=(const ZlibMachine&) = delete;

  struct Step {
    size_t consumed;
    size_t produced;
    int code;  // zlib's: Z_OK, Z_STREAM_END, or an error; Z_BUF_ERROR: it has nothing to do
  };
  // Takes of `input` what there is room for in `output`. `flush`: zlib's, of this input.
  Step Run(std::span<const uint8_t> input, std::span<uint8_t> output, int flush);

  // These give zlib's code. Parameters change where all input was flushed.
  int Reset();
  int SetParameters(int level, int strategy);
  int SetDictionary(std::span<const uint8_t> dictionary);

  // What zlib says to its last error; null: nothing.
  const char* message() const { return stream_.msg; }

 private:
  ZlibMachine(std::span<std::byte> memory, Kind kind);

  static void* Allocate(void* machine, unsigned count, unsigned size);
  static void Free(void*, void*) {}

  z_stream stream_ = {};
  const Kind kind_;
  std::span<std::byte> left_;
};

}  // namespace sendoff::runtime

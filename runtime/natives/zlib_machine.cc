// SPDX-License-Identifier: MIT
#include "runtime/natives/zlib_machine.h"

#include <new>

namespace sendoff::runtime {
namespace {

// What zlib 1.3 takes with the largest window (268 and 48 KiB), and some room.
constexpr size_t kDeflateBytes = size_t{384} << 10;
constexpr size_t kInflateBytes = size_t{64} << 10;

constexpr size_t kAlignment = alignof(std::max_align_t);

}  // namespace

size_t ZlibMachine::SizeOf(Kind kind) {
  return kind == Kind::kDeflate ? kDeflateBytes : kInflateBytes;
}

ZlibMachine::ZlibMachine(std::span<std::byte> memory, Kind kind) : kind_(kind), left_(memory) {
  stream_.zalloc = Allocate;
  stream_.zfree = Free;
  stream_.opaque = this;
}

ZlibMachine* ZlibMachine::Make(std::span<std::byte> memory, Kind kind, int window_bits) {
  constexpr size_t kOwn = (sizeof(ZlibMachine) + kAlignment - 1) / kAlignment * kAlignment;
  if (memory.size() < kOwn) return nullptr;
  auto* machine = new (memory.data()) ZlibMachine(memory.subspan(kOwn), kind);
  z_stream* stream = &machine->stream_;
  const int code = kind == Kind::kDeflate
                       ? deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits,
                                      MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY)
                       : inflateInit2(stream, window_bits);
  return code == Z_OK ? machine : nullptr;
}

void* ZlibMachine::Allocate(void* machine, unsigned count, unsigned size) {
  std::span<std::byte>& left = static_cast<ZlibMachine*>(machine)->left_;
  const size_t wanted = (size_t{count} * size + kAlignment - 1) / kAlignment * kAlignment;
  if (wanted > left.size()) return Z_NULL;
  std::byte* found = left.data();
  left = left.subspan(wanted);
  return found;
}

ZlibMachine::Step ZlibMachine::Run(std::span<const uint8_t> input, std::span<uint8_t> output,
                                   bool is_last) {
  stream_.next_in = const_cast<Bytef*>(input.data());
  stream_.avail_in = static_cast<uInt>(input.size());
  stream_.next_out = output.data();
  stream_.avail_out = static_cast<uInt>(output.size());
  const int code = kind_ == Kind::kDeflate ? deflate(&stream_, is_last ? Z_FINISH : Z_NO_FLUSH)
                                           : inflate(&stream_, Z_NO_FLUSH);
  return {input.size() - stream_.avail_in, output.size() - stream_.avail_out, code};
}

}  // namespace sendoff::runtime

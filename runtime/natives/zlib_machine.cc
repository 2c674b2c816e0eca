// SPDX-License-Identifier: MIT
#include "runtime/natives/zlib_machine.h"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace sendoff::runtime {
namespace {

// What zlib 1.3 takes beside its window and its tables, and some room.
constexpr size_t kDeflateRoom = size_t{128} << 10;
// What it takes with the largest window, 48 KiB, and some room.
constexpr size_t kInflateBytes = size_t{64} << 10;

constexpr size_t kAlignment = alignof(std::max_align_t);

}  // namespace

size_t ZlibMachine::SizeOf(const Settings& settings) {
  if (settings.kind == Kind::kInflate) return kInflateBytes;
  const int window_bits = std::abs(settings.window_bits) & MAX_WBITS;  // 16 more: gzip
  const int memory_level = std::clamp(settings.memory_level, 1, MAX_MEM_LEVEL);
  return (size_t{4} << window_bits) + (size_t{512} << memory_level) + kDeflateRoom;
}

ZlibMachine::ZlibMachine(std::span<std::byte> memory, Kind kind) : kind_(kind), left_(memory) {
  stream_.zalloc = Allocate;
  stream_.zfree = Free;
  stream_.opaque = this;
}

ZlibMachine* ZlibMachine::Make(std::span<std::byte> memory, const Settings& settings) {
  constexpr size_t kOwn = (sizeof(ZlibMachine) + kAlignment - 1) / kAlignment * kAlignment;
  if (memory.size() < kOwn) return nullptr;
  auto* machine = new (memory.data()) ZlibMachine(memory.subspan(kOwn), settings.kind);
  z_stream* stream = &machine->stream_;
  const int code = settings.kind == Kind::kDeflate
                       ? deflateInit2(stream, settings.level, Z_DEFLATED, settings.window_bits,
                                      settings.memory_level, settings.strategy)
                       : inflateInit2(stream, settings.window_bits);
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
                                   int flush) {
  // zlib takes no null, not even with nothing in it.
  static const Bytef no_input = 0;
  Bytef no_output = 0;
  stream_.next_in = const_cast<Bytef*>(input.empty() ? &no_input : input.data());
  stream_.avail_in = static_cast<uInt>(input.size());
  stream_.next_out = output.empty() ? &no_output : output.data();
  stream_.avail_out = static_cast<uInt>(output.size());
  const int code = kind_ == Kind::kDeflate ? deflate(&stream_, flush) : inflate(&stream_, flush);
  const Step step = {input.size() - stream_.avail_in, output.size() - stream_.avail_out, code};
  // The next call may find them gone.
  stream_.next_in = nullptr;
  stream_.avail_in = 0;
  stream_.next_out = nullptr;
  stream_.avail_out = 0;
  return step;
}

int ZlibMachine::Reset() {
  return kind_ == Kind::kDeflate ? deflateReset(&stream_) : inflateReset(&stream_);
}

int ZlibMachine::SetParameters(int level, int strategy) {
  Bytef none = 0;
  stream_.next_out = &none;
  const int code = deflateParams(&stream_, level, strategy);
  stream_.next_out = nullptr;
  return code;
}

int ZlibMachine::SetDictionary(std::span<const uint8_t> dictionary) {
  const auto size = static_cast<uInt>(dictionary.size());
  return kind_ == Kind::kDeflate ? deflateSetDictionary(&stream_, dictionary.data(), size)
                                 : inflateSetDictionary(&stream_, dictionary.data(), size);
}

}  // namespace sendoff::runtime

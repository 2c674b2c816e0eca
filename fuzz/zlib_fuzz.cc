// SPDX-License-Identifier: MIT
// The machines behind node:zlib and the web's compression streams. What somebody sends is unpacked
// within the memory and the output that it has; what is packed, in pieces of any size and with any
// settings, comes out again as it was.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "fuzz/byte_reader.h"
#include "runtime/natives/brotli_machine.h"
#include "runtime/natives/zlib_machine.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMost = size_t{1} << 20;  // bytes that come out of one input
constexpr uint64_t kMemory = uint64_t{1} << 30;

std::span<const uint8_t> Bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// One of zlib's with memory of its own.
class Zlib {
 public:
  explicit Zlib(const ZlibMachine::Settings& settings)
      : size_(ZlibMachine::SizeOf(settings)),
        memory_(std::make_unique<std::byte[]>(size_)),
        machine_(ZlibMachine::Make({memory_.get(), size_}, settings)) {}

  bool is_made() const { return machine_ != nullptr; }
  ZlibMachine& operator*() { return *machine_; }

 private:
  const size_t size_;
  const std::unique_ptr<std::byte[]> memory_;
  ZlibMachine* const machine_;
};

// Gives `input` to the machine in pieces of `piece` bytes, the last with `flush`, until nothing
// moves any more.
template <typename Machine>
std::string RunAll(Machine& machine, std::string_view input, size_t piece, int flush) {
  std::string all;
  std::vector<uint8_t> output(piece);
  for (;;) {
    const std::string_view part = input.substr(0, piece);
    const bool is_last = part.size() == input.size();
    const auto step = machine.Run(Bytes(part), output, is_last ? flush : 0);
    SENDOFF_CHECK(step.consumed <= part.size());
    SENDOFF_CHECK(step.produced <= output.size());
    all.append(reinterpret_cast<const char*>(output.data()), step.produced);
    input.remove_prefix(step.consumed);
    const bool has_moved = step.consumed > 0 || step.produced > 0;
    if (!has_moved || all.size() > kMost) return all;
  }
}

void Unpack(fuzz::ByteReader& choices) {
  constexpr int kWindows[] = {15, -15, 31, 47, 16, 32, 0, 8};
  const int window_bits = kWindows[choices.Byte() % std::size(kWindows)];
  const size_t piece = 1 + choices.Byte() * size_t{17};
  const int flush = choices.Byte() % 6;
  const std::string dictionary(choices.Bytes(choices.Byte() % 8));
  const std::string_view input = choices.Bytes(kMost);
  Zlib zlib({.kind = ZlibMachine::Kind::kInflate, .window_bits = window_bits});
  SENDOFF_CHECK(zlib.is_made());
  RunAll(*zlib, input, piece, flush);
  if ((*zlib).SetDictionary(Bytes(dictionary)) == Z_OK) RunAll(*zlib, input, piece, flush);
  SENDOFF_CHECK((*zlib).Reset() == Z_OK);
  RunAll(*zlib, input, piece, flush);
  BrotliMachine brotli(BrotliMachine::Kind::kDecoder, nullptr,
                       std::make_shared<CountingAllocator>(kMemory));
  SENDOFF_CHECK(brotli.Reset());
  brotli.SetParameter(BROTLI_DECODER_PARAM_LARGE_WINDOW, flush % 2);
  RunAll(brotli, input, piece, flush);
}

void PackByZlib(fuzz::ByteReader& choices) {
  constexpr int kWindows[] = {15, -15, 31, 9, -9, 25, 12};
  const int window_bits = kWindows[choices.Byte() % std::size(kWindows)];
  const ZlibMachine::Settings settings = {.kind = ZlibMachine::Kind::kDeflate,
                                          .window_bits = window_bits,
                                          .level = choices.Byte() % 10,
                                          .memory_level = 1 + choices.Byte() % 9,
                                          .strategy = choices.Byte() % 5};
  const size_t piece = 1 + choices.Byte() * size_t{17};
  const int flush = choices.Byte() % 4;
  const std::string_view first = choices.Bytes(choices.Byte());
  const std::string_view rest = choices.Bytes(kMost);
  Zlib packer(settings);
  SENDOFF_CHECK(packer.is_made());
  std::string packed = RunAll(*packer, first, piece, flush);
  (*packer).SetParameters(choices.Byte() % 10, choices.Byte() % 5);
  packed += RunAll(*packer, rest, piece, Z_FINISH);
  Zlib unpacker({.kind = ZlibMachine::Kind::kInflate, .window_bits = window_bits});
  SENDOFF_CHECK(unpacker.is_made());
  SENDOFF_CHECK(RunAll(*unpacker, packed, piece, Z_NO_FLUSH) ==
                std::string(first) + std::string(rest));
}

void PackByBrotli(fuzz::ByteReader& choices) {
  const auto memory = std::make_shared<CountingAllocator>(kMemory);
  BrotliMachine packer(BrotliMachine::Kind::kEncoder, nullptr, memory);
  SENDOFF_CHECK(packer.Reset());
  packer.SetParameter(BROTLI_PARAM_QUALITY, choices.Byte() % 12);
  packer.SetParameter(BROTLI_PARAM_LGWIN, 10 + choices.Byte() % 8);
  packer.SetParameter(BROTLI_PARAM_LGBLOCK, choices.Byte() % 25);
  packer.SetParameter(BROTLI_PARAM_MODE, choices.Byte() % 3);
  const size_t piece = 1 + choices.Byte() * size_t{17};
  const std::string_view input = choices.Bytes(kMost);
  const std::string packed = RunAll(packer, input, piece, BROTLI_OPERATION_FINISH);
  BrotliMachine unpacker(BrotliMachine::Kind::kDecoder, nullptr, memory);
  SENDOFF_CHECK(unpacker.Reset());
  SENDOFF_CHECK(RunAll(unpacker, packed, piece, 0) == input);
  packer.Close();
  unpacker.Close();
  SENDOFF_CHECK(memory->allocated_bytes() == 0);
}

}  // namespace
}  // namespace sendoff::runtime

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sendoff::fuzz::ByteReader choices({reinterpret_cast<const char*>(data), size});
  const uint8_t what = choices.Byte();
  if (what % 3 == 0) sendoff::runtime::Unpack(choices);
  if (what % 3 == 1) sendoff::runtime::PackByZlib(choices);
  if (what % 3 == 2) sendoff::runtime::PackByBrotli(choices);
  return 0;
}

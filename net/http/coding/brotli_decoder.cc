// SPDX-License-Identifier: MIT
#include "net/http/coding/brotli_decoder.h"

#include <brotli/decode.h>

#include "base/check.h"

namespace sendoff::net {

namespace {

// Node's name for it: what its header calls it, without BROTLI_DECODER. Brotli before 1.1 leaves
// out what comes before the last part.
std::string Fault(BrotliDecoderErrorCode code) {
  const std::string name = BrotliDecoderErrorString(code);
  if (name.starts_with('_')) return "ERR_" + name;
  const bool is_format = code <= BROTLI_DECODER_ERROR_FORMAT_EXUBERANT_NIBBLE &&
                         code >= BROTLI_DECODER_ERROR_FORMAT_DISTANCE;
  const bool is_memory = code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
                         code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
  return (is_format   ? "ERR__ERROR_FORMAT_"
          : is_memory ? "ERR__ERROR_ALLOC_"
                      : "ERR__ERROR_") +
         name;
}

}  // namespace

BrotliDecoder::BrotliDecoder()
    : state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr),
             &BrotliDecoderDestroyInstance) {
  // Fails for want of memory only.
  SENDOFF_CHECK(state_ != nullptr);
}

ContentDecoder::Step BrotliDecoder::Decode(std::string_view input, std::span<char> room) {
  size_t input_left = input.size();
  const auto* next_input = reinterpret_cast<const uint8_t*>(input.data());
  size_t room_left = room.size();
  auto* next_output = reinterpret_cast<uint8_t*>(room.data());
  const BrotliDecoderResult result = BrotliDecoderDecompressStream(
      state_.get(), &input_left, &next_input, &room_left, &next_output, nullptr);
  Step step{State::kGoing, input.size() - input_left, room.size() - room_left};
  if (result == BROTLI_DECODER_RESULT_SUCCESS) step.state = State::kEnded;
  if (result == BROTLI_DECODER_RESULT_ERROR) {
    step.state = State::kBroken;
    step.fault = Fault(BrotliDecoderGetErrorCode(state_.get()));
  }
  return step;
}

}  // namespace sendoff::net

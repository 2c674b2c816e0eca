// SPDX-License-Identifier: MIT
#include "net/brotli_decoder.h"

#include <brotli/decode.h>

#include "base/check.h"

namespace sendoff::net {

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
    step.fault =
        std::string("ERR_") + BrotliDecoderErrorString(BrotliDecoderGetErrorCode(state_.get()));
  }
  return step;
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#include "net/http/coding/deflate_decoder.h"

namespace sendoff::net {

ContentDecoder::Step DeflateDecoder::Decode(std::string_view input, std::span<char> room) {
  if (!inflater_) {
    if (input.empty()) return {State::kGoing, 0, 0};
    // zlib's first byte ends with the number of its one method. A bare stream would have there a
    // stored block whose padding is not zero, which no compressor writes.
    constexpr int kMethod = 8;
    const bool is_zlib = (static_cast<unsigned char>(input.front()) & 0x0f) == kMethod;
    inflater_.emplace(is_zlib ? Inflater::Format::kZlib : Inflater::Format::kRaw);
  }
  return inflater_->Decode(input, room);
}

}  // namespace sendoff::net

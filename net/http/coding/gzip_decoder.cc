// SPDX-License-Identifier: MIT
#include "net/http/coding/gzip_decoder.h"

namespace sendoff::net {

ContentDecoder::Step GzipDecoder::Decode(std::string_view input, std::span<char> room) {
  constexpr char kFirstByteOfMember = 0x1f;
  if (between_members_) {
    if (input.empty() || input.front() != kFirstByteOfMember) return {State::kEnded, 0, 0};
    between_members_ = false;
    inflater_.Restart();
  }
  Step step = inflater_.Decode(input, room);
  if (step.state != State::kEnded) return step;
  between_members_ = true;
  // Whether another one follows is seen in the next call, if there is anything to see.
  const bool more = step.consumed < input.size();
  return {more ? State::kGoing : State::kEnded, step.consumed, step.produced};
}

}  // namespace sendoff::net

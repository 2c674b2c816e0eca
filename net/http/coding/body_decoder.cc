// SPDX-License-Identifier: MIT
#include "net/http/coding/body_decoder.h"

#include <algorithm>
#include <utility>

namespace sendoff::net {
namespace {

constexpr size_t kBlock = 4 << 10;

}  // namespace

BodyDecoder::BodyDecoder(ContentCoding coding, const Limits& limits)
    : coding_(coding), limits_(limits), decoder_(NewContentDecoder(coding)) {}

void BodyDecoder::Append(std::string_view bytes) {
  if (!is_over()) waiting_ += bytes;
}

std::string_view BodyDecoder::Read(bool at_end, std::span<char> room) {
  while (!is_over()) {
    if (block_done_ && !NextBlock(at_end)) return {};
    const std::string_view decoded = Step(room);
    if (is_over()) waiting_.clear();
    if (!decoded.empty()) return decoded;
  }
  return {};
}

bool BodyDecoder::NextBlock(bool at_end) {
  const size_t size = std::min(kBlock, waiting_.size() - next_);
  if (size == 0 || (size < kBlock && limits_.in_blocks && !at_end)) {
    waiting_.erase(0, std::exchange(next_, 0));
    return false;
  }
  block_.assign(waiting_, next_, size);
  next_ += size;
  given_ += size;
  input_ = block_;
  block_done_ = false;
  return true;
}

std::string_view BodyDecoder::Step(std::span<char> room) {
  const ContentDecoder::Step step = decoder_->Decode(input_, room);
  input_.remove_prefix(step.consumed);
  const std::string_view decoded(room.data(), step.produced);
  const std::string_view taken = decoded.substr(0, limits_.decoded_bytes - decoded_);
  is_cut_ = taken.size() < decoded.size();
  decoded_ += taken.size();
  if (step.state == ContentDecoder::State::kBroken) {
    GiveUp("is not valid " + std::string(ToString(coding_)), step.fault);
  } else if (decoded_ > kSmall && decoded_ / given_ >= limits_.ratio) {
    GiveUp("grows to more than " + std::to_string(limits_.ratio) +
               " times its size when it is decoded",
           {});
  } else {
    ended_ = step.state == ContentDecoder::State::kEnded;
    has_leftover_ = ended_ && !input_.empty();
    block_done_ = ended_ || (step.consumed == 0 && step.produced < room.size());
  }
  return taken;
}

void BodyDecoder::GiveUp(std::string why, std::string detail) {
  fault_ = {"says Content-Encoding: " + std::string(ToString(coding_)) + " but its body " +
                std::move(why),
            std::move(detail)};
  decoder_.reset();
}

}  // namespace sendoff::net

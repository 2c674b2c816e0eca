// SPDX-License-Identifier: MIT
#include "net/http/response_body.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sendoff::net {
namespace {

// The decoder is given blocks of this size, however the bytes came: where it stops must not depend
// on the network.
constexpr size_t kBlock = 4 << 10;

// So much of it decoded at one time takes a fraction of a millisecond.
constexpr size_t kSlice = 128 << 10;

// Appends to `kept` what `limit` leaves room for.
void KeepUpTo(size_t limit, std::string_view bytes, std::string* kept) {
  *kept += bytes.substr(0, limit - std::min(kept->size(), limit));
}

RecordedBody Recorded(uint64_t size, std::string kept, bool cut) {
  RecordedBody body;
  body.size = size;
  body.truncated = cut || kept.size() < size;
  body.kept = std::make_shared<const std::string>(std::move(kept));
  return body;
}

}  // namespace

void ResponseBody::SetEncoding(ContentEncoding encoding) {
  obstacle_ = std::move(encoding.obstacle);
  if (!encoding.coding) return;
  decoder_ = NewContentDecoder(*encoding.coding);
  coding_ = ToString(*encoding.coding);
}

void ResponseBody::Append(std::string_view bytes) {
  size_ += bytes.size();
  KeepUpTo(limits_.kept_bytes, bytes, &raw_);
  if (decoder_ && !is_over()) waiting_ += bytes;
}

bool ResponseBody::Decode(bool at_end) {
  const size_t start = decoded_size_;
  while (decoder_ && !is_over()) {
    if (block_done_ && !NextBlock(at_end)) return true;
    if (decoded_size_ - start >= kSlice) return false;
    DecodeStep();
  }
  waiting_.clear();
  return true;
}

void ResponseBody::StopDecoding() {
  if (!Decode(true)) is_stopped_ = true;
}

bool ResponseBody::NextBlock(bool at_end) {
  const size_t size = std::min(kBlock, waiting_.size() - next_);
  if (size == 0 || (size < kBlock && !at_end)) {
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

void ResponseBody::DecodeStep() {
  std::array<char, 16 << 10> room;
  const ContentDecoder::Step step = decoder_->Decode(input_, room);
  input_.remove_prefix(step.consumed);
  Keep({room.data(), step.produced});
  if (step.state == ContentDecoder::State::kBroken) {
    return GiveUpDecoding("is not valid " + std::string(coding_), step.fault);
  }
  if (decoded_size_ > kSmall && decoded_size_ / given_ >= limits_.ratio) {
    return GiveUpDecoding("grows to more than " + std::to_string(limits_.ratio) +
                              " times its size when it is decoded",
                          {});
  }
  ended_ = step.state == ContentDecoder::State::kEnded;
  has_leftover_ = ended_ && !input_.empty();
  block_done_ = ended_ || (step.consumed == 0 && step.produced < room.size());
}

void ResponseBody::Keep(std::string_view decoded) {
  const std::string_view taken = decoded.substr(0, limits_.decoded_bytes - decoded_size_);
  is_cut_ = taken.size() < decoded.size();
  decoded_size_ += taken.size();
  KeepUpTo(limits_.kept_bytes, taken, &decoded_);
}

void ResponseBody::GiveUpDecoding(std::string why, std::string error) {
  obstacle_ = "says Content-Encoding: " + std::string(coding_) + " but its body " + std::move(why);
  decoding_error_ = std::move(error);
  decoder_.reset();
  waiting_.clear();
}

RecordedBody ResponseBody::Take(bool complete, std::vector<std::string>* warnings) {
  while (!Decode(true)) continue;
  // An empty body is not coded, whatever the header says.
  if (decoder_ && size_ != 0) return TakeDecoded(complete, warnings);
  RecordedBody body = Recorded(size_, std::move(raw_), !complete);
  if (!obstacle_.empty() && size_ != 0) {
    warnings->push_back("the response " + obstacle_ + "; the body is recorded as it came");
    body.coded = !coding_.empty();
    body.decoding_error = std::move(decoding_error_);
  }
  return body;
}

RecordedBody ResponseBody::TakeDecoded(bool complete, std::vector<std::string>* warnings) {
  const std::string data = std::string(coding_) + " data";
  if (complete && !ended_ && !is_cut_ && !is_stopped_) {
    warnings->push_back("the response's body ends in the middle of its " + data +
                        "; what there is of it was decoded");
  }
  if (has_leftover_) {
    warnings->push_back("the response's body goes on after the end of its " + data +
                        "; the rest was ignored");
  }
  return Recorded(decoded_size_, std::move(decoded_), !complete || !ended_ || is_cut_);
}

}  // namespace sendoff::net

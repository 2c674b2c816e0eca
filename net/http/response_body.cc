// SPDX-License-Identifier: MIT
#include "net/http/response_body.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sendoff::net {
namespace {

// From here on a body has room for as much as it may become, up to kMostRoom at once: a string that
// doubles is copied in one turn of the loop, which others wait for, and memory that nobody has
// touched is none.
constexpr size_t kLarge = 4 << 20;
constexpr size_t kMostRoom = 64 << 20;

// Appends to `kept` what `limit` leaves room for.
void KeepUpTo(size_t limit, std::string_view bytes, std::string* kept) {
  const std::string_view fitting = bytes.substr(0, limit - std::min(kept->size(), limit));
  const size_t size = kept->size() + fitting.size();
  if (size > kLarge && size > kept->capacity()) {
    kept->reserve(std::max(size, std::min(limit, size + kMostRoom)));
  }
  *kept += fitting;
}

RecordedBody Recorded(uint64_t size, std::string kept, bool cut) {
  RecordedBody body;
  body.size = size;
  body.truncated = cut || kept.size() < size;
  body.kept = std::make_shared<const std::string>(std::move(kept));
  return body;
}

}  // namespace

void ResponseBody::Append(std::string_view bytes) {
  size_ += bytes.size();
  KeepUpTo(kept_bytes_, bytes, &raw_);
}

void ResponseBody::AppendDecoded(std::string_view bytes) {
  decoded_size_ += bytes.size();
  KeepUpTo(kept_bytes_, bytes, &decoded_);
}

RecordedBody ResponseBody::Take(bool complete, const BodyDecoder* decoder,
                                const std::string& obstacle, std::vector<std::string>* warnings) {
  if (decoder == nullptr) return TakeRaw(complete, obstacle, warnings);
  if (decoder->fault()) {
    RecordedBody body = TakeRaw(complete, decoder->fault()->why, warnings);
    body.coded = true;
    body.decoding_error = decoder->fault()->detail;
    return body;
  }
  const std::string data = std::string(ToString(decoder->coding())) + " data";
  if (complete && !decoder->ended() && !decoder->is_cut()) {
    warnings->push_back("the response's body ends in the middle of its " + data +
                        "; what there is of it was decoded");
  }
  if (decoder->has_leftover()) {
    warnings->push_back("the response's body goes on after the end of its " + data +
                        "; the rest was ignored");
  }
  return Recorded(decoded_size_, std::move(decoded_),
                  !complete || !decoder->ended() || decoder->is_cut());
}

RecordedBody ResponseBody::TakeRaw(bool complete, const std::string& obstacle,
                                   std::vector<std::string>* warnings) {
  // An empty body is not coded, whatever the header says.
  if (!obstacle.empty() && size_ != 0) {
    warnings->push_back("the response " + obstacle + "; the body is recorded as it came");
  }
  return Recorded(size_, std::move(raw_), !complete);
}

}  // namespace sendoff::net

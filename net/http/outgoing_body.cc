// SPDX-License-Identifier: MIT
#include "net/http/outgoing_body.h"

#include <charconv>

#include "base/check.h"

namespace sendoff::net {
namespace {

constexpr std::string_view kChunkEnd = "\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";
constexpr std::string_view kChunkEndAndLastChunk = "\r\n0\r\n\r\n";

// RFC 9112 section 7.1.
std::string ChunkLine(size_t size) {
  std::array<char, 2 * sizeof size> digits;
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), size, 16);
  SENDOFF_CHECK(error == std::errc());
  return std::string(digits.begin(), end) + "\r\n";
}

}  // namespace

Result<OutgoingBody::Frames> OutgoingBody::Frame(const Result<BodySource::Piece>& piece) {
  if (!piece.ok()) {
    const Error& error = piece.error();
    return Error{error.code, "the request's body could not be read: " + error.message,
                 error.detail};
  }
  const std::string_view bytes = piece->bytes;
  given_ += bytes.size();
  if (length_) {
    is_done_ = given_ == *length_;
    const bool is_past = given_ > *length_;
    if (is_past || (piece->is_last && !is_done_)) {
      return Error{ErrorCode::kInternal, "the request's body was to have " +
                                             std::to_string(*length_) +
                                             " bytes, and its source gives " +
                                             (is_past ? "more" : std::to_string(given_))};
    }
    return Frames{bytes};
  }
  is_done_ = piece->is_last;
  // A chunk of no bytes would end the body.
  if (bytes.empty()) return Frames{is_done_ ? kLastChunk : ""};
  chunk_line_ = ChunkLine(bytes.size());
  return Frames{chunk_line_, bytes, is_done_ ? kChunkEndAndLastChunk : kChunkEnd};
}

}  // namespace sendoff::net

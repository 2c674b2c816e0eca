// SPDX-License-Identifier: MIT
#include "net/http/response_reader.h"

#include <string>
#include <utility>

namespace sendoff::net {

Result<ResponseReader::Step> ResponseReader::Next(std::string_view* bytes, std::span<char> room) {
  while (true) {
    if (const auto step = NextDecoded(room)) return *step;
    if (error_) return *error_;
    if (at_end_ && !std::exchange(end_told_, true)) return Step{Event::kEnd};
    Result<Http1ResponseParser::Step> parsed = parser_.Next(bytes);
    if (!parsed.ok()) {
      Break(std::move(parsed.error()));
      continue;
    }
    switch (parsed->event) {
      case Http1ResponseParser::Event::kNone:
        return Step{};
      case Http1ResponseParser::Event::kInterimHead:
        return Step{Event::kInterimHead};
      case Http1ResponseParser::Event::kHead:
        coding_ = parser_.head().encoding.coding;
        return Step{Event::kHead};
      case Http1ResponseParser::Event::kBody:
        if (const auto step = OnBody(parsed->body)) return *step;
        break;
      case Http1ResponseParser::Event::kEnd:
        at_end_ = true;
        break;
    }
  }
}

std::optional<ResponseReader::Step> ResponseReader::NextDecoded(std::span<char> room) {
  if (!decoder_) return std::nullopt;
  const std::string_view decoded = decoder_->Read(at_end_, room);
  if (!decoded.empty()) return Step{Event::kBody, decoded};
  if (!is_recorded()) JudgeCoding();
  return std::nullopt;
}

void ResponseReader::JudgeCoding() {
  const auto break_with = [&](const std::string& why, std::string detail) {
    Break(Error{ErrorCode::kBadResponse, "the response " + why, std::move(detail)});
  };
  if (decoder_->fault()) return break_with(decoder_->fault()->why, decoder_->fault()->detail);
  // Whoever ended the body early knows that it is not whole.
  if (!at_end_ || !parser_.is_complete() || decoder_->is_cut()) return;
  const std::string body =
      "says Content-Encoding: " + std::string(ToString(decoder_->coding())) + " but its body ";
  if (!decoder_->ended()) return break_with(body + "ends in the middle of it", {});
  if (decoder_->has_leftover()) break_with(body + "goes on after the end of it", {});
}

std::optional<ResponseReader::Step> ResponseReader::OnBody(std::string_view bytes) {
  if (!coding_) return Step{Event::kBody, bytes};
  const ResponseLimits& limits = parser_.limits();
  if (!decoder_) {
    decoder_ = std::make_unique<BodyDecoder>(
        *coding_,
        BodyDecoder::Limits{limits.body_read_bytes, limits.decoding_ratio, is_recorded()});
  }
  decoder_->Append(bytes);
  if (!is_recorded()) return std::nullopt;
  return Step{Event::kCodedBody, bytes};
}

void ResponseReader::Finish() {
  Result<void> finished = parser_.Finish();
  if (!finished.ok()) Break(std::move(finished.error()));
}

void ResponseReader::Break(Error error) {
  if (error_) return;
  error_ = std::move(error);
  at_end_ = true;
}

}  // namespace sendoff::net

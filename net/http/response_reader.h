// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "net/http/coding/body_decoder.h"
#include "net/http/http1_response_parser.h"
#include "net/http/response_limits.h"

namespace sendoff::net {

// One response from bytes: what the parser tells of, with the body's Content-Encoding taken off. As
// there, events are asked for one by one, and a decoded piece is no larger than the room for it.
// The parser reads on only when all that it told of is decoded. Knows no socket and no clock.
class ResponseReader {
 public:
  enum class Event {
    kNone,         // nothing more before more bytes come
    kInterimHead,  // see `TakeHead`
    kHead,         // likewise
    kCodedBody,    // a piece of the body as it came; of one that is decoded; BodyPurpose::kRecorded
    kBody,         // a piece of the body
    kEnd,          // it is whole, or as much as will be read; once
  };
  struct Step {
    Event event = Event::kNone;
    std::string_view body{};  // valid as long as the bytes, or the room
  };

  // `to_head`: the request was a HEAD.
  ResponseReader(bool to_head, const ResponseLimits& limits) : parser_(to_head, limits) {}

  // Reads `bytes` up to the next event, and takes off them what was read; decodes into `room`, of
  // BodyDecoder::kStep. Errors: the parser's, and kBadResponse; they come after all that came
  // before them, and again.
  Result<Step> Next(std::string_view* bytes, std::span<char> room);

  // The peer ended the stream in order; all that came was read.
  void Finish();

  // Nothing more will come, because of `error`: it follows what has been read.
  void Break(Error error);

  ResponseHead TakeHead() { return parser_.TakeHead(); }

  const Http1ResponseParser& parser() const { return parser_; }

  // What takes the coding off the body; null as long as none of one came.
  const BodyDecoder* decoder() const { return decoder_.get(); }
  std::unique_ptr<BodyDecoder> TakeDecoder() { return std::move(decoder_); }

 private:
  std::optional<Step> NextDecoded(std::span<char> room);
  // Breaks where the body, as far as it is decoded, is not what its coding says.
  void JudgeCoding();
  // A piece of the body, if it can be told as it is.
  std::optional<Step> OnBody(std::string_view bytes);

  bool is_recorded() const { return parser_.limits().purpose == BodyPurpose::kRecorded; }

  Http1ResponseParser parser_;
  std::optional<ContentCoding> coding_;
  std::unique_ptr<BodyDecoder> decoder_;
  std::optional<Error> error_;
  bool at_end_ = false;
  bool end_told_ = false;
};

}  // namespace sendoff::net

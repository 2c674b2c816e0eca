// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/response_reader.h"
#include "net/http/response_recorder.h"

namespace sendoff::test {

// Reads bytes into a whole response, as an exchange does, without a stream.
class ResponseReading {
 public:
  // What came of it.
  struct Outcome {
    std::optional<RecordedResponse> response;
    std::vector<std::string> warnings;
  };

  ResponseReading(bool to_head, const net::ResponseLimits& limits) : reader_(to_head, limits) {}

  void Feed(std::string_view bytes) {
    std::array<char, net::BodyDecoder::kStep> room;
    while (!error_) {
      Result<net::ResponseReader::Step> step = reader_.Next(&bytes, room);
      if (!step.ok()) error_ = std::move(step.error());
      if (error_ || step->event == net::ResponseReader::Event::kNone) return;
      Record(*step);
    }
  }

  // The peer ends the stream.
  void Finish() {
    reader_.Finish();
    Feed({});
  }

  // Nothing more will be read.
  bool is_over() const { return error_ || parser().reached_body_limit(); }
  const std::optional<Error>& error() const { return error_; }
  const net::Http1ResponseParser& parser() const { return reader_.parser(); }

  Outcome Take() {
    Outcome outcome;
    const std::unique_ptr<net::BodyDecoder> decoder = reader_.TakeDecoder();
    const bool is_whole = !error_ && parser().is_complete();
    if (recorder_) outcome.response = recorder_->Take(is_whole, decoder.get(), &outcome.warnings);
    return outcome;
  }

 private:
  void Record(const net::ResponseReader::Step& step) {
    switch (step.event) {
      case net::ResponseReader::Event::kHead:
        recorder_.emplace(reader_.TakeHead(), parser().limits().body_kept_bytes);
        return;
      case net::ResponseReader::Event::kCodedBody:
        return recorder_->OnCodedBody(step.body);
      case net::ResponseReader::Event::kBody:
        return recorder_->OnBody(step.body);
      default:
        return;
    }
  }

  net::ResponseReader reader_;
  std::optional<net::ResponseRecorder> recorder_;
  std::optional<Error> error_;
};

}  // namespace sendoff::test

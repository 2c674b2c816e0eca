// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/response_body.h"
#include "net/http/response_head.h"

namespace sendoff::net {

// Makes of what is told of one response, for BodyPurpose::kRecorded, a whole that can be logged,
// with the first part of its body. Knows no exchange.
class ResponseRecorder {
 public:
  // Keeps so much of the body.
  ResponseRecorder(ResponseHead head, size_t kept_bytes)
      : head_(std::move(head)), body_(kept_bytes) {}

  // As of Exchange::Listener.
  void OnCodedBody(std::string_view bytes) { body_.Append(bytes); }
  void OnBody(std::string_view bytes);

  // The response, at the end of it (`is_whole`) or of what came. `decoder`: what decoded its body,
  // if anything did; decodes a last slice of what is left in it. Adds to `warnings` what the reader
  // of the log should know. Leaves this empty.
  RecordedResponse Take(bool is_whole, BodyDecoder* decoder, std::vector<std::string>* warnings);

 private:
  ResponseHead head_;
  ResponseBody body_;
};

}  // namespace sendoff::net

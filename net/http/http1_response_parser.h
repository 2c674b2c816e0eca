// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::net {

// Reads one HTTP/1.x response from bytes: llhttp in its strict mode plus the rules that llhttp
// leaves to its user. Knows no socket and no clock.
class Http1ResponseParser {
 public:
  struct Limits {
    size_t head_bytes = 64 << 10;  // status line and field lines together
    size_t header_count = 128;
    size_t interim_responses = 8;  // 1xx before the response itself
    // Of a chunked body, what is not data: sizes, extensions, line ends. Besides, eight bytes of it
    // for each byte of data are fine, because some servers send a byte at a time.
    size_t chunk_framing_bytes = 16 << 10;
    size_t body_kept_bytes = 64 << 10;  // of the body, for the log
    size_t body_read_bytes = 1 << 20;   // of the body, before `reached_body_limit()`; and decoded
    size_t decoding_ratio = 100;        // how many times larger a body past 64 KiB may become;
                                        // ResponseBody::kAnyRatio: no matter
    bool decodes = true;  // takes a Content-Encoding off; else the body stays as it came
  };

  // `to_head`: the request was a HEAD, so the response has no body.
  Http1ResponseParser(bool to_head, const Limits& limits);
  ~Http1ResponseParser();
  Http1ResponseParser(const Http1ResponseParser&) = delete;
  Http1ResponseParser& operator=(const Http1ResponseParser&) = delete;

  // Takes what arrived. Errors: kBadResponse, kResponseTooLarge; after one, no more calls. Bytes
  // after the end of the response are not read: `has_leftover()`.
  Result<void> Feed(std::string_view bytes);

  // The peer ended the stream. kTruncatedResponse when the response was not whole; kReset when not
  // even its first byte had come.
  Result<void> Finish();

  // The field lines are complete and those of the final response (not 1xx).
  bool has_head() const;

  // The response is whole.
  bool is_complete() const;

  // The body reached `body_read_bytes`: stop reading and close the connection. The response counts
  // as delivered, `truncated`.
  bool reached_body_limit() const;

  // Any byte of a response has come, interim ones included.
  bool has_started() const;

  // Bytes came after the whole response: the connection must not be used again.
  bool has_leftover() const;

  // The connection may carry another request, as far as the response tells. False until complete.
  bool can_keep_alive() const;

  // The server's `Keep-Alive: timeout=N`.
  std::optional<std::chrono::seconds> keep_alive_timeout() const;

  // Decodes a part of the body that has come; see ResponseBody::Decode. To be called after what was
  // fed, and again in another turn of the loop as long as it is false.
  bool DecodeMore();

  // Likewise, for the last time: what of the body is not decoded then is left out of it.
  void StopDecoding();

  // The response as far as it has come, its body decoded; meaningful once `has_head()`. Adds to
  // `warnings` what is odd about it. Leaves the parser empty.
  RecordedResponse TakeResponse(std::vector<std::string>* warnings);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sendoff::net

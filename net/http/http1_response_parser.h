// SPDX-License-Identifier: MIT
#pragma once

#include <llhttp.h>
#include <sendoff/result.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/http1_head_scanner.h"
#include "net/http/response_head.h"
#include "net/http/response_limits.h"

namespace sendoff::net {

// Reads one HTTP/1.x response from bytes: llhttp in its strict mode plus the rules that llhttp
// leaves to its user. Tells it as a row of events, which are asked for one by one, so that whoever
// asks may stop at any. What it tells does not depend on how the bytes were cut, but for where one
// piece of the body ends and the next begins. Knows no socket and no clock.
class Http1ResponseParser {
 public:
  enum class Event {
    kNone,         // nothing more before more bytes come
    kInterimHead,  // of a 1xx response; see `TakeHead`
    kHead,         // the field lines of the final response; see `TakeHead`
    kBody,         // a piece of its body, framing removed
    kEnd,          // it is whole, or `reached_body_limit`; once
  };
  struct Step {
    Event event = Event::kNone;
    std::string_view body{};  // of kBody: a part of the bytes that were passed
  };

  // `to_head`: the request was a HEAD, so the response has no body.
  Http1ResponseParser(bool to_head, const ResponseLimits& limits);
  Http1ResponseParser(const Http1ResponseParser&) = delete;
  Http1ResponseParser& operator=(const Http1ResponseParser&) = delete;

  // Reads `bytes` up to the next event, and takes off them what was read: all of it with kNone.
  // Errors: kBadResponse, kResponseTooLarge; after one, no more calls. Bytes after the end of the
  // response are taken off and not read: `has_leftover()`.
  Result<Step> Next(std::string_view* bytes);

  // The peer ended the stream; all that came was read. kTruncatedResponse when the response was not
  // whole; kReset when not even its first byte had come. Otherwise `Next` tells kEnd.
  Result<void> Finish();

  // The head that the last event told of.
  const ResponseHead& head() const { return head_; }
  ResponseHead TakeHead() { return std::exchange(head_, {}); }

  // The response is whole.
  bool is_complete() const { return complete_; }

  // The body has more than `body_read_bytes`: stop reading and close the connection.
  bool reached_body_limit() const { return reached_body_limit_; }

  // Any byte of a response has come, interim ones included.
  bool has_started() const { return started_; }

  // Bytes came after the whole response: the connection must not be used again.
  bool has_leftover() const { return leftover_; }

  // Field lines stood behind the chunked body, which were checked and dropped.
  bool has_trailers() const { return has_trailers_; }

  // The connection may carry another request, as far as the response tells. False until complete.
  bool can_keep_alive() const { return complete_ && keep_alive_; }

  // The server's `Keep-Alive: timeout=N`.
  std::optional<std::chrono::seconds> keep_alive_timeout() const { return keep_alive_timeout_; }

  const ResponseLimits& limits() const { return limits_; }

 private:
  // Callbacks of llhttp as members.
  using Self = Http1ResponseParser;
  template <int (Self::*method)(std::string_view)>
  static int Bytes(llhttp_t* parser, const char* at, size_t length) {
    return (static_cast<Self*>(parser->data)->*method)({at, length});
  }
  template <int (Self::*method)()>
  static int Call(llhttp_t* parser) {
    return (static_cast<Self*>(parser->data)->*method)();
  }
  static llhttp_settings_t Settings();

  // Where lines matter (head and trailers), the scanner sees a byte before llhttp does; elsewhere
  // (bodies) llhttp alone does. It pauses at the end of each message and of each chunk, and before
  // the trailers. Both return how many of `bytes` are done with.
  size_t FeedLines(std::string_view bytes);
  size_t Execute(std::string_view bytes);

  // Whether there is little enough framing in a body that has come up to `end`. Exact at the
  // beginning of data and at the end of what llhttp was given, so that cuts make no difference.
  bool CountFraming(const char* end);

  // For callbacks: stops llhttp.
  int Fail(std::string what, std::string detail = {});

  const char* FindFramingFault() const;
  std::optional<std::chrono::seconds> FindKeepAliveTimeout() const;

  int OnMessageBegin();
  int OnStatus(std::string_view bytes);
  int OnHeaderField(std::string_view bytes);
  int OnHeaderFieldComplete();
  int OnHeaderValue(std::string_view bytes);
  int OnHeadersComplete();  // 1 says that no body follows whatever the header says
  int OnBody(std::string_view bytes);
  int OnChunkHeader();
  int OnChunkComplete();
  int OnMessageComplete();

  const bool to_head_;
  const ResponseLimits limits_;
  llhttp_t llhttp_;
  Http1HeadScanner scanner_;

  const char* input_ = nullptr;  // what llhttp works on
  size_t body_wire_size_ = 0;    // of the body with its framing, before `input_`
  bool in_lines_ = true;
  bool interim_ = false;
  size_t interim_count_ = 0;
  std::string name_;
  uint64_t body_size_ = 0;
  ResponseHead head_;

  // What happened and has not been told, in this order.
  Event untold_head_ = Event::kNone;
  std::string_view untold_body_;
  bool end_told_ = false;

  bool started_ = false;
  bool has_head_ = false;
  bool complete_ = false;
  bool leftover_ = false;
  bool has_trailers_ = false;
  bool keep_alive_ = false;
  bool reached_body_limit_ = false;
  std::optional<std::chrono::seconds> keep_alive_timeout_;
  std::optional<Error> error_;
};

}  // namespace sendoff::net

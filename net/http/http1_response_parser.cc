// SPDX-License-Identifier: MIT
#include "net/http/http1_response_parser.h"

#include <llhttp.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "net/http/header_names.h"
#include "net/http/http1_head_scanner.h"
#include "net/http/response_body.h"

namespace sendoff::net {
namespace {

std::string_view TrimEnd(std::string_view text) {
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

// Where lines matter (head and trailers), the scanner sees a byte before llhttp does; elsewhere
// (bodies) llhttp alone does. It pauses at the end of each
// message and before the trailers.
class Http1ResponseParser::Impl {
 public:
  Impl(bool to_head, const Limits& limits)
      : to_head_(to_head),
        limits_(limits),
        scanner_({limits.head_bytes, limits.header_count}),
        body_({limits.body_kept_bytes, limits.body_read_bytes, limits.decoding_ratio}) {
    static const llhttp_settings_t settings = Settings();
    llhttp_init(&llhttp_, HTTP_RESPONSE, &settings);
    llhttp_.data = this;
  }

  Result<void> Feed(std::string_view bytes) {
    if (!bytes.empty()) started_ = true;
    while (!bytes.empty() && !complete_ && !reached_body_limit_ && !error_) {
      bytes.remove_prefix(in_lines_ ? FeedLines(bytes) : Execute(bytes));
    }
    if (error_) return *error_;
    if (complete_ && !bytes.empty()) leftover_ = true;
    return {};
  }

  Result<void> Finish() {
    if (complete_ || reached_body_limit_) return {};
    if (!started_) {
      return Error{ErrorCode::kReset, "the server closed the connection without an answer"};
    }
    // Not llhttp_finish: it is content with an end in the middle of a body of known length.
    if (has_head_ && llhttp_message_needs_eof(&llhttp_)) {
      complete_ = true;
      return {};
    }
    return Error{ErrorCode::kTruncatedResponse,
                 has_head_ ? "the server closed the connection in the middle of the body, after " +
                                 std::to_string(body_.size()) + " bytes of it"
                           : "the server closed the connection in the middle of the header"};
  }

  bool has_head() const { return has_head_; }
  bool is_complete() const { return complete_; }
  bool reached_body_limit() const { return reached_body_limit_; }
  bool has_started() const { return started_; }
  bool has_leftover() const { return leftover_; }
  bool can_keep_alive() const { return complete_ && keep_alive_; }

  std::optional<std::chrono::seconds> keep_alive_timeout() const { return keep_alive_timeout_; }

  bool DecodeMore() { return body_.Decode(complete_ || reached_body_limit_); }
  void StopDecoding() { body_.StopDecoding(); }

  RecordedResponse TakeResponse(std::vector<std::string>* warnings) {
    response_.body = body_.Take(complete_, warnings);
    return std::move(response_);
  }

 private:
  static llhttp_settings_t Settings() {
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_status = Bytes<&Impl::OnStatus>;
    settings.on_header_field = Bytes<&Impl::OnHeaderField>;
    settings.on_header_field_complete = Event<&Impl::OnHeaderFieldComplete>;
    settings.on_header_value = Bytes<&Impl::OnHeaderValue>;
    settings.on_headers_complete = Event<&Impl::OnHeadersComplete>;
    settings.on_body = Bytes<&Impl::OnBody>;
    settings.on_chunk_header = Event<&Impl::OnChunkHeader>;
    settings.on_message_complete = Event<&Impl::OnMessageComplete>;
    return settings;
  }

  template <int (Impl::*method)(std::string_view)>
  static int Bytes(llhttp_t* parser, const char* at, size_t length) {
    return (static_cast<Impl*>(parser->data)->*method)({at, length});
  }
  template <int (Impl::*method)()>
  static int Event(llhttp_t* parser) {
    return (static_cast<Impl*>(parser->data)->*method)();
  }

  size_t FeedLines(std::string_view bytes) {
    const size_t fine = scanner_.Scan(bytes);
    const size_t consumed = Execute(bytes.substr(0, fine));
    if (scanner_.verdict() == Http1HeadScanner::Verdict::kFine || error_ || consumed < fine) {
      return consumed;
    }
    const bool too_large = scanner_.verdict() == Http1HeadScanner::Verdict::kTooLarge;
    error_ = Error{too_large ? ErrorCode::kResponseTooLarge : ErrorCode::kBadResponse,
                   "the response " + scanner_.reason(), std::string(scanner_.detail())};
    return consumed;
  }

  // Returns how many of `bytes` are done with.
  size_t Execute(std::string_view bytes) {
    if (bytes.empty()) return 0;
    input_ = bytes.data();
    const bool in_body = !in_lines_;
    const llhttp_errno_t status = llhttp_execute(&llhttp_, bytes.data(), bytes.size());
    if (in_body && !error_ && !reached_body_limit_) {
      const char* end =
          status == HPE_OK ? bytes.data() + bytes.size() : llhttp_get_error_pos(&llhttp_);
      if (!CountFraming(end)) return bytes.size();
      body_wire_size_ += static_cast<size_t>(end - input_);
    }
    if (status == HPE_OK) return bytes.size();
    if (status == HPE_PAUSED) {
      const auto consumed = static_cast<size_t>(llhttp_get_error_pos(&llhttp_) - bytes.data());
      if (interim_) {
        // Not llhttp_resume: after a `Connection: close` it would refuse what follows.
        llhttp_reset(&llhttp_);
        scanner_.Restart();
        interim_ = false;
      } else {
        llhttp_resume(&llhttp_);
      }
      return consumed;
    }
    if (!error_ && !reached_body_limit_) {
      Fail(std::string("is not valid HTTP/1.1: ") + llhttp_get_error_reason(&llhttp_),
           llhttp_errno_name(status));
    }
    return bytes.size();
  }

  // Whether there is little enough framing in a body that has come up to `end`. Exact at the
  // beginning of data and at the end of what llhttp was given, so that cuts make no difference.
  bool CountFraming(const char* end) {
    constexpr size_t kPerByte = 8;
    const size_t wire_size = body_wire_size_ + static_cast<size_t>(end - input_);
    const size_t framing = wire_size - body_.size();
    if (framing <= limits_.chunk_framing_bytes + kPerByte * body_.size()) return true;
    error_ = Error{ErrorCode::kResponseTooLarge,
                   "the response has a chunked body that is hardly more than chunk sizes and "
                   "extensions"};
    return false;
  }

  // For callbacks: stops llhttp.
  int Fail(std::string what, std::string detail = {}) {
    error_ = Error{ErrorCode::kBadResponse, "the response " + std::move(what), std::move(detail)};
    return -1;
  }

  int OnStatus(std::string_view bytes) {
    response_.reason += bytes;
    return 0;
  }

  int OnHeaderField(std::string_view bytes) {
    if (!has_head_) name_ += bytes;
    return 0;
  }

  int OnHeaderFieldComplete() {
    // Trailers are checked and dropped: merged into the header, they could change what it said.
    if (!has_head_) {
      if (response_.headers.empty()) response_.headers.reserve(8);  // as many as most have
      response_.headers.push_back({std::exchange(name_, {}), {}});
    }
    return 0;
  }

  int OnHeaderValue(std::string_view bytes) {
    if (!has_head_) response_.headers.back().value += bytes;
    return 0;
  }

  // 1 says that no body follows whatever the header says.
  int OnHeadersComplete() {
    for (Header& header : response_.headers) header.value = TrimEnd(header.value);
    const int status = llhttp_.status_code;
    if (status == 101) return Fail("switches protocols, which nobody asked for");
    if (status < 200) {
      if (++interim_count_ > limits_.interim_responses) {
        return Fail("is preceded by too many interim ones");
      }
      interim_ = true;
      response_ = {};
      return 1;
    }
    if (const char* fault = FindFramingFault()) return Fail(fault, "HPE_INVALID_TRANSFER_ENCODING");
    response_.status = status;
    response_.http_version = llhttp_.http_minor == 1 ? "1.1" : "1.0";
    keep_alive_timeout_ = FindKeepAliveTimeout();
    if (limits_.decodes) body_.SetEncoding(FindContentEncoding(response_.headers));
    has_head_ = true;
    in_lines_ = false;
    return to_head_ || status == 204 || status == 304 ? 1 : 0;
  }

  // Where the body ends must not be a matter of opinion: whoever reads it otherwise than the server
  // meant takes a part of it for the next response. Returns what is wrong, or null.
  const char* FindFramingFault() const {
    const Header* found = nullptr;
    for (const Header& header : response_.headers) {
      if (!SameHeaderName(header.name, "transfer-encoding")) continue;
      if (found != nullptr) return "has more than one Transfer-Encoding";
      found = &header;
    }
    if (found == nullptr) return nullptr;
    if (llhttp_.http_minor != 1) return "has a Transfer-Encoding in HTTP/1.0";
    if (!SameHeaderName(found->value, "chunked"))
      return "has a Transfer-Encoding other than chunked";
    if (FindHeader(response_.headers, "content-length") == nullptr) return nullptr;
    return "has both Transfer-Encoding and Content-Length";
  }

  std::optional<std::chrono::seconds> FindKeepAliveTimeout() const {
    const Header* header = FindHeader(response_.headers, "keep-alive");
    if (header == nullptr) return std::nullopt;
    std::string_view rest = header->value;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      std::string_view parameter = rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      parameter.remove_prefix(std::min(parameter.find_first_not_of(" \t"), parameter.size()));
      const size_t equals = std::min(parameter.find('='), parameter.size());
      if (!SameHeaderName(parameter.substr(0, equals), "timeout")) continue;
      const std::string_view digits = parameter.substr(std::min(equals + 1, parameter.size()));
      uint32_t seconds = 0;
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
      if (error == std::errc()) return std::chrono::seconds(seconds);
    }
    return std::nullopt;
  }

  int OnBody(std::string_view bytes) {
    if (!CountFraming(bytes.data())) return -1;
    const std::string_view taken = bytes.substr(0, limits_.body_read_bytes - body_.size());
    body_.Append(taken);
    if (taken.size() == bytes.size()) return 0;
    reached_body_limit_ = true;
    return -1;
  }

  int OnChunkHeader() {
    if (llhttp_.content_length != 0) return 0;
    in_lines_ = true;
    scanner_.BeginTrailers();
    return HPE_PAUSED;
  }

  int OnMessageComplete() {
    if (interim_) return HPE_PAUSED;
    complete_ = true;
    keep_alive_ = llhttp_should_keep_alive(&llhttp_) != 0;
    return HPE_PAUSED;
  }

  const bool to_head_;
  const Limits limits_;
  llhttp_t llhttp_;
  Http1HeadScanner scanner_;

  const char* input_ = nullptr;  // what llhttp works on
  size_t body_wire_size_ = 0;    // of the body with its framing, before `input_`
  bool in_lines_ = true;
  bool interim_ = false;
  size_t interim_count_ = 0;
  std::string name_;
  ResponseBody body_;
  RecordedResponse response_;

  bool started_ = false;
  bool has_head_ = false;
  bool complete_ = false;
  bool leftover_ = false;
  bool keep_alive_ = false;
  bool reached_body_limit_ = false;
  std::optional<std::chrono::seconds> keep_alive_timeout_;
  std::optional<Error> error_;
};

Http1ResponseParser::Http1ResponseParser(bool to_head, const Limits& limits)
    : impl_(std::make_unique<Impl>(to_head, limits)) {}
Http1ResponseParser::~Http1ResponseParser() = default;

Result<void> Http1ResponseParser::Feed(std::string_view bytes) { return impl_->Feed(bytes); }
Result<void> Http1ResponseParser::Finish() { return impl_->Finish(); }
bool Http1ResponseParser::has_head() const { return impl_->has_head(); }
bool Http1ResponseParser::is_complete() const { return impl_->is_complete(); }
bool Http1ResponseParser::reached_body_limit() const { return impl_->reached_body_limit(); }
bool Http1ResponseParser::has_started() const { return impl_->has_started(); }
bool Http1ResponseParser::has_leftover() const { return impl_->has_leftover(); }
bool Http1ResponseParser::can_keep_alive() const { return impl_->can_keep_alive(); }
std::optional<std::chrono::seconds> Http1ResponseParser::keep_alive_timeout() const {
  return impl_->keep_alive_timeout();
}
bool Http1ResponseParser::DecodeMore() { return impl_->DecodeMore(); }
void Http1ResponseParser::StopDecoding() { impl_->StopDecoding(); }
RecordedResponse Http1ResponseParser::TakeResponse(std::vector<std::string>* warnings) {
  return impl_->TakeResponse(warnings);
}

}  // namespace sendoff::net

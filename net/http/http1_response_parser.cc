// SPDX-License-Identifier: MIT
#include "net/http/http1_response_parser.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "net/http/header_names.h"

namespace sendoff::net {
namespace {

std::string_view TrimEnd(std::string_view text) {
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

Http1ResponseParser::Http1ResponseParser(bool to_head, const ResponseLimits& limits)
    : to_head_(to_head), limits_(limits), scanner_({limits.head_bytes, limits.header_count}) {
  static const llhttp_settings_t settings = Settings();
  llhttp_init(&llhttp_, HTTP_RESPONSE, &settings);
  llhttp_.data = this;
}

Result<Http1ResponseParser::Step> Http1ResponseParser::Next(std::string_view* bytes) {
  if (!bytes->empty()) started_ = true;
  while (true) {
    if (untold_head_ != Event::kNone) return Step{std::exchange(untold_head_, Event::kNone)};
    if (!untold_body_.empty()) return Step{Event::kBody, std::exchange(untold_body_, {})};
    if (error_) return *error_;
    if (complete_ || reached_body_limit_) break;
    if (bytes->empty()) return Step{};
    bytes->remove_prefix(in_lines_ ? FeedLines(*bytes) : Execute(*bytes));
  }
  if (!std::exchange(*bytes, {}).empty() && complete_) leftover_ = true;
  return Step{std::exchange(end_told_, true) ? Event::kNone : Event::kEnd};
}

Result<void> Http1ResponseParser::Finish() {
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
                               std::to_string(body_size_) + " bytes of it"
                         : "the server closed the connection in the middle of the header"};
}

llhttp_settings_t Http1ResponseParser::Settings() {
  llhttp_settings_t settings;
  llhttp_settings_init(&settings);
  settings.on_message_begin = Call<&Self::OnMessageBegin>;
  settings.on_status = Bytes<&Self::OnStatus>;
  settings.on_header_field = Bytes<&Self::OnHeaderField>;
  settings.on_header_field_complete = Call<&Self::OnHeaderFieldComplete>;
  settings.on_header_value = Bytes<&Self::OnHeaderValue>;
  settings.on_headers_complete = Call<&Self::OnHeadersComplete>;
  settings.on_body = Bytes<&Self::OnBody>;
  settings.on_chunk_header = Call<&Self::OnChunkHeader>;
  settings.on_chunk_complete = Call<&Self::OnChunkComplete>;
  settings.on_message_complete = Call<&Self::OnMessageComplete>;
  return settings;
}

size_t Http1ResponseParser::FeedLines(std::string_view bytes) {
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

size_t Http1ResponseParser::Execute(std::string_view bytes) {
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

bool Http1ResponseParser::CountFraming(const char* end) {
  constexpr size_t kPerByte = 8;
  const size_t wire_size = body_wire_size_ + static_cast<size_t>(end - input_);
  const size_t framing = wire_size - body_size_;
  if (framing <= limits_.chunk_framing_bytes + kPerByte * body_size_) return true;
  error_ = Error{ErrorCode::kResponseTooLarge,
                 "the response has a chunked body that is hardly more than chunk sizes and "
                 "extensions"};
  return false;
}

int Http1ResponseParser::Fail(std::string what, std::string detail) {
  error_ = Error{ErrorCode::kBadResponse, "the response " + std::move(what), std::move(detail)};
  return -1;
}

int Http1ResponseParser::OnMessageBegin() {
  head_ = {};
  return 0;
}

int Http1ResponseParser::OnStatus(std::string_view bytes) {
  head_.reason += bytes;
  return 0;
}

int Http1ResponseParser::OnHeaderField(std::string_view bytes) {
  if (!has_head_) name_ += bytes;
  has_trailers_ = has_head_;
  return 0;
}

int Http1ResponseParser::OnHeaderFieldComplete() {
  // Trailers are checked and dropped: merged into the header, they could change what it said.
  if (!has_head_) {
    if (head_.headers.empty()) head_.headers.reserve(8);  // as many as most have
    head_.headers.push_back({std::exchange(name_, {}), {}});
  }
  return 0;
}

int Http1ResponseParser::OnHeaderValue(std::string_view bytes) {
  if (!has_head_) head_.headers.back().value += bytes;
  return 0;
}

int Http1ResponseParser::OnHeadersComplete() {
  for (Header& header : head_.headers) header.value = TrimEnd(header.value);
  const int status = llhttp_.status_code;
  head_.status = status;
  head_.http_version = llhttp_.http_minor == 1 ? "1.1" : "1.0";
  if (status == 101) return Fail("switches protocols, which nobody asked for");
  if (status < 200) {
    if (++interim_count_ > limits_.interim_responses) {
      return Fail("is preceded by too many interim ones");
    }
    interim_ = true;
    untold_head_ = Event::kInterimHead;
    return 1;
  }
  if (const char* fault = FindFramingFault()) return Fail(fault, "HPE_INVALID_TRANSFER_ENCODING");
  keep_alive_timeout_ = FindKeepAliveTimeout();
  if (limits_.decodes) head_.encoding = FindContentEncoding(head_.headers);
  has_head_ = true;
  untold_head_ = Event::kHead;
  in_lines_ = false;
  return to_head_ || status == 204 || status == 304 ? 1 : 0;
}

// Where the body ends must not be a matter of opinion: whoever reads it otherwise than the server
// meant takes a part of it for the next response. Returns what is wrong, or null.
const char* Http1ResponseParser::FindFramingFault() const {
  const Header* found = nullptr;
  for (const Header& header : head_.headers) {
    if (!SameHeaderName(header.name, "transfer-encoding")) continue;
    if (found != nullptr) return "has more than one Transfer-Encoding";
    found = &header;
  }
  if (found == nullptr) return nullptr;
  if (llhttp_.http_minor != 1) return "has a Transfer-Encoding in HTTP/1.0";
  if (!SameHeaderName(found->value, "chunked")) return "has a Transfer-Encoding other than chunked";
  if (FindHeader(head_.headers, "content-length") == nullptr) return nullptr;
  return "has both Transfer-Encoding and Content-Length";
}

std::optional<std::chrono::seconds> Http1ResponseParser::FindKeepAliveTimeout() const {
  const Header* header = FindHeader(head_.headers, "keep-alive");
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

int Http1ResponseParser::OnBody(std::string_view bytes) {
  if (!CountFraming(bytes.data())) return -1;
  untold_body_ = bytes.substr(0, limits_.body_read_bytes - body_size_);
  body_size_ += untold_body_.size();
  if (untold_body_.size() == bytes.size()) return 0;
  reached_body_limit_ = true;
  return -1;
}

int Http1ResponseParser::OnChunkHeader() {
  if (llhttp_.content_length != 0) return 0;
  in_lines_ = true;
  scanner_.BeginTrailers();
  return HPE_PAUSED;
}

// There is one piece of the body at a time to be told of. No piece comes before the last chunk's.
int Http1ResponseParser::OnChunkComplete() { return in_lines_ ? 0 : HPE_PAUSED; }

int Http1ResponseParser::OnMessageComplete() {
  if (interim_) return HPE_PAUSED;
  complete_ = true;
  keep_alive_ = llhttp_should_keep_alive(&llhttp_) != 0;
  return HPE_PAUSED;
}

}  // namespace sendoff::net

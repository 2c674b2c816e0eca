// SPDX-License-Identifier: MIT
#include "tests/support/http1_transcript.h"

#include "tests/support/response_reading.h"

namespace sendoff::test {
namespace {

std::string Escape(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~' && c != '\\') {
      text += c;
    } else if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else {
      constexpr char kDigits[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      text += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return text;
}

std::string DescribeResponse(const RecordedResponse& response) {
  std::string text = "HTTP/" + response.http_version + " " + std::to_string(response.status);
  text += (response.reason.empty() ? "" : " ") + Escape(response.reason) + "\n";
  for (const Header& header : response.headers) {
    text += header.name + ":" + (header.value.empty() ? "" : " ") + Escape(header.value) + "\n";
  }
  text += "body ";
  if (response.body.truncated) text += "truncated ";
  if (response.body.coded) text += "coded ";
  text += std::to_string(response.body.size);
  if (!response.body.kept->empty()) text += " " + Escape(*response.body.kept);
  return text + "\n";
}

}  // namespace

std::string Transcribe(std::span<const std::string_view> pieces, bool to_head, bool open,
                       const net::ResponseLimits& limits) {
  ResponseReading reading(to_head, limits);
  for (const std::string_view piece : pieces) {
    reading.Feed(piece);
    if (reading.is_over()) break;
  }
  const net::Http1ResponseParser& parser = reading.parser();
  std::string verdict = "waiting";
  if (parser.is_complete()) {
    verdict = "complete";
  } else if (parser.reached_body_limit()) {
    verdict = "body limit";
  } else if (!open && !reading.error()) {
    verdict = "complete at the end";
    reading.Finish();
  }
  if (reading.error()) verdict = ErrorName(reading.error()->code);
  std::string text = verdict + "\n";
  const bool reusable = parser.can_keep_alive() && !parser.has_leftover();
  const auto outcome = reading.Take();
  if (outcome.response) {
    text += DescribeResponse(*outcome.response);
    for (const std::string& warning : outcome.warnings) text += "warning: " + warning + "\n";
    text += reusable ? "reusable\n" : "not reusable\n";
  }
  if (parser.has_leftover()) text += "leftover\n";
  return text;
}

}  // namespace sendoff::test

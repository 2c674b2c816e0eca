// SPDX-License-Identifier: MIT
// A server that sends anything, cut anywhere. Input: flags, the number of cuts, where they are (in
// 256ths of the rest), then the bytes of the connection.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "tests/support/response_reading.h"

namespace sendoff::net {
namespace {

using Limits = ResponseLimits;

// Small, so that inputs reach them; and with room for bodies that grow when they are decoded.
constexpr Limits kTight = {.head_bytes = 512,
                           .header_count = 8,
                           .interim_responses = 3,
                           .chunk_framing_bytes = 40,
                           .body_kept_bytes = 16,
                           .body_read_bytes = 64};
constexpr Limits kRoomy = {.head_bytes = 512,
                           .header_count = 8,
                           .interim_responses = 3,
                           .chunk_framing_bytes = 1000,
                           .body_kept_bytes = 1000,
                           .body_read_bytes = 200'000};

// How it ended; two that are equal here are equal to everybody above the parser.
struct End {
  std::string verdict;
  bool leftover = false;
  bool reusable = false;
  int status = 0;
  std::string reason;
  HeaderList headers;
  uint64_t body_size = 0;
  std::string body;
  bool truncated = false;
  bool coded = false;
  std::vector<std::string> warnings;
  bool operator==(const End&) const = default;
};

End Read(const std::vector<std::string_view>& pieces, bool to_head, const Limits& limits) {
  test::ResponseReading reading(to_head, limits);
  const Http1ResponseParser& parser = reading.parser();
  End end;
  for (const std::string_view piece : pieces) {
    const bool was_complete = parser.is_complete();
    reading.Feed(piece);
    SENDOFF_CHECK(!was_complete || parser.is_complete());
    SENDOFF_CHECK(!(parser.is_complete() && parser.reached_body_limit()));
    if (reading.is_over()) break;
  }
  if (!reading.is_over()) {
    reading.Finish();
    SENDOFF_CHECK(reading.error() || parser.is_complete());
  }
  end.verdict = reading.error() ? ErrorName(reading.error()->code) : "ok";
  end.leftover = parser.has_leftover();
  end.reusable = parser.can_keep_alive();
  SENDOFF_CHECK(!end.reusable || parser.is_complete());
  const bool was_complete = parser.is_complete();
  const test::ResponseReading::Outcome outcome = reading.Take();
  SENDOFF_CHECK(outcome.response || !was_complete);
  if (!outcome.response) return end;

  const RecordedResponse& response = *outcome.response;
  end.warnings = outcome.warnings;
  SENDOFF_CHECK(response.status >= 200 && response.status <= 999);
  SENDOFF_CHECK(response.headers.size() <= limits.header_count);
  SENDOFF_CHECK(response.body.kept->size() <= limits.body_kept_bytes);
  SENDOFF_CHECK(response.body.kept->size() <= response.body.size);
  SENDOFF_CHECK(response.body.size <= limits.body_read_bytes);
  SENDOFF_CHECK(!to_head || response.body.size == 0);
  end.status = response.status;
  end.reason = response.reason;
  end.headers = response.headers;
  end.body_size = response.body.size;
  end.body = *response.body.kept;
  end.truncated = response.body.truncated;
  end.coded = response.body.coded;
  return end;
}

std::vector<std::string_view> Cut(std::string_view bytes, std::vector<size_t> points) {
  std::sort(points.begin(), points.end());
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  for (const size_t point : points) {
    pieces.push_back(bytes.substr(begin, point - begin));
    begin = point;
  }
  pieces.push_back(bytes.substr(begin));
  return pieces;
}

void RunOne(std::string_view input) {
  if (input.size() < 2) return;
  const bool to_head = (input[0] & 1) != 0;
  const Limits& limits = (input[0] & 2) != 0 ? kRoomy : kTight;
  const size_t cuts = std::min<size_t>(static_cast<uint8_t>(input[1]) % 8, input.size() - 2);
  const std::string_view places = input.substr(2, cuts);
  const std::string_view bytes = input.substr(2 + cuts);
  std::vector<size_t> points;
  for (const char place : places)
    points.push_back(bytes.size() * static_cast<uint8_t>(place) / 256);

  const End whole = Read({bytes}, to_head, limits);
  SENDOFF_CHECK(Read(Cut(bytes, points), to_head, limits) == whole);
  std::vector<std::string_view> single;
  for (const char& byte : bytes) single.push_back({&byte, 1});
  SENDOFF_CHECK(Read(single, to_head, limits) == whole);
}

}  // namespace
}  // namespace sendoff::net

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sendoff::net::RunOne({reinterpret_cast<const char*>(data), size});
  return 0;
}

// SPDX-License-Identifier: MIT
// What the fixtures cannot say: limits, and the messages people read.
#include "net/http/http1_response_parser.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/http1_transcript.h"
#include "tests/support/response_reading.h"

namespace sendoff::net {
namespace {

using test::ResponseReading;
using test::Transcribe;

std::string Read(std::string_view bytes, const ResponseLimits& limits) {
  std::string whole = Transcribe({{bytes}}, false, true, limits);
  std::vector<std::string_view> pieces;
  for (const char& byte : bytes) pieces.push_back({&byte, 1});
  EXPECT_EQ(Transcribe(pieces, false, true, limits), whole);
  return whole;
}

constexpr ResponseLimits kLimits;

std::string MessageOf(std::string_view bytes) {
  ResponseReading reading(false, kLimits);
  reading.Feed(bytes);
  return reading.error() ? reading.error()->message : "no error";
}

std::string DetailOf(std::string_view bytes) {
  ResponseReading reading(false, kLimits);
  reading.Feed(bytes);
  return reading.error() ? reading.error()->detail : "no error";
}

TEST(Http1ResponseParser, TakesAHeadOfExactlyTheLimitAndNoByteMore) {
  const std::string head = "HTTP/1.1 204 No\r\nA: b\r\n\r\n";
  EXPECT_EQ(Read(head, {.head_bytes = head.size()}),
            "complete\nHTTP/1.1 204 No\nA: b\nbody 0\nreusable\n");
  EXPECT_EQ(Read(head, {.head_bytes = head.size() - 1}), "response_too_large\n");
}

TEST(Http1ResponseParser, TakesAsManyFieldsAsTheLimitAndNoneMore) {
  const std::string head = "HTTP/1.1 204 No\r\nA: b\r\nC: d\r\n\r\n";
  EXPECT_EQ(Read(head, {.header_count = 2}),
            "complete\nHTTP/1.1 204 No\nA: b\nC: d\nbody 0\nreusable\n");
  EXPECT_EQ(Read(head, {.header_count = 1}), "response_too_large\n");
}

TEST(Http1ResponseParser, CountsTrailersWithTheHeader) {
  const std::string response =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n";
  EXPECT_TRUE(Read(response, {.header_count = 3}).starts_with("complete\n"));
  EXPECT_TRUE(Read(response, {.header_count = 2}).starts_with("response_too_large\n"));
}

TEST(Http1ResponseParser, CountsTheHeadOfEachInterimResponseAnew) {
  const std::string interim = "HTTP/1.1 103 Hints\r\nA: b\r\n\r\n";
  const std::string final = "HTTP/1.1 204 No\r\n\r\n";
  EXPECT_TRUE(
      Read(interim + interim + final, {.head_bytes = interim.size()}).starts_with("complete"));
}

TEST(Http1ResponseParser, KeepsTheFirstPartOfABodyAndReadsOn) {
  EXPECT_EQ(Read("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nabcdefgh", {.body_kept_bytes = 3}),
            "complete\nHTTP/1.1 200 OK\nContent-Length: 8\nbody truncated 8 abc\nreusable\n");
}

TEST(Http1ResponseParser, ReadsABodyOfExactlyTheLimit) {
  EXPECT_EQ(Read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd", {.body_read_bytes = 4}),
            "complete\nHTTP/1.1 200 OK\nContent-Length: 4\nbody 4 abcd\nreusable\n");
}

TEST(Http1ResponseParser, StopsAtTheFirstByteOfABodyPastTheLimit) {
  EXPECT_EQ(
      Read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcdefghi", {.body_read_bytes = 4}),
      "body limit\nHTTP/1.1 200 OK\nContent-Length: 9\nbody truncated 4 abcd\nnot reusable\n");
  EXPECT_EQ(Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n",
                 {.body_read_bytes = 4}),
            "body limit\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\nbody truncated 4 abcd\n"
            "not reusable\n");
}

TEST(Http1ResponseParser, BoundsWhatStandsBetweenTheDataOfAChunkedBody) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const ResponseLimits limits = {.chunk_framing_bytes = 40};
  const std::string too_large =
      "response_too_large\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\nbody truncated ";
  // Without an end, because nobody waits for one.
  EXPECT_EQ(Read(head + std::string(41, '0'), limits), too_large + "0\nnot reusable\n");
  EXPECT_EQ(Read(head + "1;" + std::string(39, 'x'), limits), too_large + "0\nnot reusable\n");
  EXPECT_EQ(Read(head + "1;a=\"" + std::string(36, 'x'), limits), too_large + "0\nnot reusable\n");
  // What data makes room for, and one byte more.
  const std::string body = "2;" + std::string(30, 'x') + "\r\nab\r\n";
  EXPECT_TRUE(Read(head + body + "0;" + std::string(16, 'x') + "\r\n\r\n", limits)
                  .starts_with("complete\n"));
  EXPECT_EQ(Read(head + body + "0;" + std::string(17, 'x') + "\r\n\r\n", limits),
            too_large + "2 ab\nnot reusable\n");
}

TEST(Http1ResponseParser, ReadsALongBodyThatComesOneByteAChunk) {
  std::string response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 20'000; ++i) response += "1\r\na\r\n";
  EXPECT_TRUE(Read(response + "0\r\n\r\n", {}).starts_with("complete\n"));
}

TEST(Http1ResponseParser, ReadsNothingOfABodyWhenTheLimitIsZero) {
  EXPECT_EQ(Read("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                 {.body_kept_bytes = 0, .body_read_bytes = 0}),
            "body limit\nHTTP/1.1 200 OK\nContent-Length: 1\nbody truncated 0\nnot reusable\n");
}

TEST(Http1ResponseParser, HasStartedWithTheFirstByteOfAnInterimResponse) {
  ResponseReading reading(false, kLimits);
  EXPECT_FALSE(reading.parser().has_started());
  reading.Feed("H");
  EXPECT_TRUE(reading.parser().has_started());
  reading.Feed("TTP/1.1 100 Continue\r\n\r\n");
  EXPECT_FALSE(reading.parser().is_complete());
  EXPECT_FALSE(reading.Take().response);
}

TEST(Http1ResponseParser, TellsHowLongTheServerKeepsTheConnection) {
  const auto timeout = [](std::string_view value) {
    ResponseReading reading(false, kLimits);
    reading.Feed("HTTP/1.1 204 No\r\nKeep-Alive: " + std::string(value) + "\r\n\r\n");
    EXPECT_FALSE(reading.error());
    return reading.parser().keep_alive_timeout();
  };
  EXPECT_EQ(timeout("timeout=5"), std::chrono::seconds(5));
  EXPECT_EQ(timeout("max=100, Timeout=7"), std::chrono::seconds(7));
  EXPECT_EQ(timeout("timeout"), std::nullopt);
  EXPECT_EQ(timeout("timeout=soon"), std::nullopt);
  EXPECT_EQ(timeout("max=100"), std::nullopt);
  EXPECT_EQ(timeout("timeout=99999999999999999999"), std::nullopt);
}

TEST(Http1ResponseParser, KeepsWhatHadComeOfABodyThatBreaks) {
  ResponseReading reading(false, kLimits);
  reading.Feed("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nhalf");
  reading.Finish();
  ASSERT_TRUE(reading.error());
  EXPECT_EQ(reading.error()->code, ErrorCode::kTruncatedResponse);
  EXPECT_EQ(reading.error()->message,
            "the server closed the connection in the middle of the body, after 4 bytes of it");
  const auto outcome = reading.Take();
  EXPECT_EQ(outcome.response->status, 500);
  EXPECT_EQ(*outcome.response->body.kept, "half");
  EXPECT_TRUE(outcome.response->body.truncated);
}

TEST(Http1ResponseParser, NamesWhatIsWrongAsNodeDoes) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  EXPECT_EQ(DetailOf("SSH-2.0-x\r\n"), "HPE_INVALID_CONSTANT");
  EXPECT_EQ(DetailOf("HTTP/9.9 200 OK\r\n"), "HPE_INVALID_VERSION");
  EXPECT_EQ(DetailOf("HTTP/1.1 1000 X\r\n"), "HPE_INVALID_STATUS");
  EXPECT_EQ(DetailOf("HTTP/1.1 200 OK\n"), "HPE_CR_EXPECTED");
  EXPECT_EQ(DetailOf(ok + "A: b\rC: d\r\n\r\n"), "HPE_LF_EXPECTED");
  EXPECT_EQ(DetailOf(ok + "A b: c\r\n\r\n"), "HPE_INVALID_HEADER_TOKEN");
  EXPECT_EQ(DetailOf(ok + ": c\r\n\r\n"), "HPE_INVALID_HEADER_TOKEN");
  EXPECT_EQ(DetailOf(ok + "A: b\r\n c\r\n\r\n"), "HPE_INVALID_HEADER_TOKEN");
  EXPECT_EQ(DetailOf(ok + "A: " + std::string(70'000, 'x')), "HPE_HEADER_OVERFLOW");
  EXPECT_EQ(DetailOf(ok + "Content-Length: x\r\n\r\n"), "HPE_INVALID_CONTENT_LENGTH");
  EXPECT_EQ(DetailOf(ok + "Transfer-Encoding: gzip\r\n\r\n"), "HPE_INVALID_TRANSFER_ENCODING");
  EXPECT_EQ(DetailOf(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "HPE_INVALID_CHUNK_SIZE");
  EXPECT_EQ(DetailOf("HTTP/1.1 101 Go\r\n\r\n"), "") << "Node has no error for it";
}

TEST(Http1ResponseParser, SaysInWordsWhatIsWrong) {
  EXPECT_EQ(MessageOf("SSH-2.0-x\r\n"), "the response does not begin with HTTP/1.1 or HTTP/1.0");
  EXPECT_EQ(MessageOf("HTTP/1.1 1000 X\r\n\r\n"),
            "the response has a status that is not a number from 100 to 999");
  EXPECT_EQ(MessageOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
            "the response has a Transfer-Encoding other than chunked");
  EXPECT_EQ(MessageOf("HTTP/1.1 101 Go\r\n\r\n"),
            "the response switches protocols, which nobody asked for");
  EXPECT_EQ(MessageOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                      std::string(20'000, 'x')),
            "the response has a chunked body that is hardly more than chunk sizes and extensions");
  EXPECT_EQ(MessageOf("HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'x')),
            "the response has a head of more than 65536 bytes");
}

}  // namespace
}  // namespace sendoff::net

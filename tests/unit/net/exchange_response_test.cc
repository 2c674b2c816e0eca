// SPDX-License-Identifier: MIT
// What an exchange tells of its response, and in which order.
#include <gtest/gtest.h>

#include "tests/support/gzip.h"
#include "tests/unit/net/exchange_fixture.h"

namespace sendoff::net {
namespace {

using test::Gzip;

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

class ExchangeResponseTest : public ExchangeFixture {
 protected:
  // A whole response to a new exchange, and the server ends the connection behind it.
  void Answer(const std::string& response) {
    Start();
    Say(response);
    server().Close();
    time_.Settle();
  }

  static std::string Coded(const std::string& coded) {
    return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
           std::to_string(coded.size()) + "\r\n\r\n" + coded;
  }
};

TEST_F(ExchangeResponseTest, TellsTheHeadThenTheBodyThenTheEnd) {
  Start();
  time_.Settle();
  Say("HTTP/1.1 201 Made\r\nA: b\r\nContent-Length: 10\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 201");
  EXPECT_EQ(log_.head->reason, "Made");
  EXPECT_EQ(log_.head->http_version, "1.1");
  EXPECT_EQ(log_.head->headers[0], (Header{"A", "b"}));
  Say("hello");
  EXPECT_EQ(log_.text(), "head 201, body");
  EXPECT_EQ(log_.body, "hello") << "before the rest has come";
  Say("world");
  EXPECT_EQ(log_.text(), "head 201, body, end");
  EXPECT_EQ(log_.body, "helloworld");
  EXPECT_TRUE(log_.end->is_whole);
  EXPECT_TRUE(log_.end->response_started);
  EXPECT_EQ(log_.end->wire, Wire::kFull);
  EXPECT_TRUE(log_.end->reusable);
  EXPECT_FALSE(log_.end->has_trailers);
}

TEST_F(ExchangeResponseTest, TellsNothingInsideItsOwnCalls) {
  Make();
  test::Server& early = server();
  early.Say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  exchange_->Start();
  EXPECT_EQ(log_.text(), "");
  exchange_->Pause();
  time_.Settle();
  exchange_->Resume();
  EXPECT_EQ(log_.text(), "");
  time_.Settle();
  EXPECT_EQ(log_.text(), "head 200, end");
}

TEST_F(ExchangeResponseTest, TellsOfInterimHeads) {
  Answer(
      "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(log_.text(), "interim 103, interim 100, head 200, body, end");
  EXPECT_EQ(log_.head->headers.size(), 1u) << "nothing of the ones before it";
}

TEST_F(ExchangeResponseTest, TellsOfTheTrailersBehindAChunkedBody) {
  Answer(kChunked + "3\r\nabc\r\n2\r\nde\r\n0\r\nDigest: x\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.body, "abcde");
  EXPECT_TRUE(log_.end->has_trailers);
  Answer(kChunked + "3\r\nabc\r\n0\r\n\r\n");
  EXPECT_FALSE(log_.end->has_trailers);
}

TEST_F(ExchangeResponseTest, ReadsABodyUntilTheConnectionEnds) {
  Answer("HTTP/1.1 200 OK\r\n\r\nall of it");
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.body, "all of it");
  EXPECT_TRUE(log_.end->is_whole);
  EXPECT_FALSE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, TellsOfNoBodyWhereThereIsNone) {
  for (const std::string status : {"204 No Content", "304 Not Modified"}) {
    Answer("HTTP/1.1 " + status + "\r\nContent-Encoding: gzip\r\n\r\n");
    EXPECT_EQ(log_.text(), "head " + status.substr(0, 3) + ", end");
    EXPECT_TRUE(log_.end->reusable);
  }
  request_.method = "HEAD";
  Answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Encoding: gzip\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 200, end");
  EXPECT_TRUE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, TellsWhatCameBeforeAnError) {
  Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_EQ(log_.text(), "head 200, body, end truncated_response");
  EXPECT_EQ(log_.body, "half");
  EXPECT_FALSE(log_.end->is_whole);
  Answer(kChunked + "4\r\nhalf\r\nnot a size\r\n");
  EXPECT_EQ(log_.text(), "head 200, body, end bad_response");
  Answer("");
  EXPECT_EQ(log_.text(), "end reset");
  EXPECT_FALSE(log_.end->response_started);
}

TEST_F(ExchangeResponseTest, StopsAtTheLimitOfABody) {
  limits_.body_read_bytes = 4;
  Answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.body.substr(log_.body.size() - 4), "0123");
  EXPECT_FALSE(log_.end->is_whole);
  EXPECT_FALSE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, TakesAContentEncodingOffTheBody) {
  const std::string text(100'000, 'x');
  Answer(Coded(Gzip(text)));
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.head->encoding.coding, ContentCoding::kGzip);
  EXPECT_TRUE(log_.body == text);
  EXPECT_LE(log_.largest, BodyDecoder::kStep);
  EXPECT_TRUE(log_.end->is_whole);
  EXPECT_TRUE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, LeavesABodyAsItCameWhereThatIsAskedFor) {
  limits_.decodes = false;
  Answer(Coded("no gzip"));
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.body, "no gzip");
  EXPECT_EQ(log_.head->encoding.coding, std::nullopt);
}

TEST_F(ExchangeResponseTest, DecodesWhatHasComeWithoutWaitingForMore) {
  const std::string coded = Gzip("a text of which the first half comes by itself", 0);
  Start();
  Say(Coded(coded).substr(0, Coded(coded).size() - coded.size() / 2));
  EXPECT_NE(log_.body, "");
  EXPECT_EQ(log_.text(), "head 200, body");
}

TEST_F(ExchangeResponseTest, DecodesASliceInATurn) {
  const size_t size = 8 << 20;
  Start();
  server().Say(Coded(Gzip(std::string(size, 'x'))));
  log_.discards_body = true;
  size_t turns = 0;
  for (uint64_t before = 0; !log_.end; ++turns, before = log_.told) {
    time_.timers().RunDue();
    ASSERT_LE(log_.told - before, BodyDecoder::kSlice + BodyDecoder::kStep);
    ASSERT_LT(turns, 1000u);
  }
  EXPECT_EQ(log_.told, size);
  EXPECT_GT(turns, size / BodyDecoder::kSlice / 2);
  ASSERT_TRUE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, TellsOfABoundedNumberOfPiecesInATurn) {
  std::string chunks = kChunked;
  for (int i = 0; i < 11'000; ++i) chunks += "1\r\nx\r\n";
  Start();
  server().Say(chunks + "0\r\n\r\n");
  size_t turns = 0;
  for (size_t before = 0; !log_.end; ++turns, before = log_.pieces) {
    time_.timers().RunDue();
    ASSERT_LE(log_.pieces - before, 2048u);
    ASSERT_LT(turns, 1000u);
  }
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.pieces, 11'000u);
  EXPECT_TRUE(log_.end->reusable);
  log_.end.reset();
}

TEST_F(ExchangeResponseTest, EndsWithAnErrorWhereABodyIsNotWhatItsCodingSays) {
  const std::string text(100, 'x');
  std::string broken = Gzip(text, 0) + std::string(100, 'y');
  broken[60] ^= 1;  // its checksum does not fit
  Answer(Coded(broken));
  EXPECT_EQ(log_.text(), "head 200, body, end bad_response");
  EXPECT_EQ(log_.end->error->message,
            "the response says Content-Encoding: gzip but its body is not valid gzip");
  EXPECT_EQ(log_.end->error->detail, "Z_DATA_ERROR");
  EXPECT_FALSE(log_.end->reusable);
}

TEST_F(ExchangeResponseTest, EndsWithAnErrorWhereAWholeBodyIsNotAllOfItsCodedData) {
  const std::string coded = Gzip(std::string(1000, 'x'), 0);
  Answer(Coded(coded.substr(0, 500)));
  EXPECT_EQ(log_.text(), "head 200, body, end bad_response");
  EXPECT_GT(log_.told, 400u) << "as far as it goes";
  ASSERT_TRUE(log_.end->error);
  EXPECT_EQ(log_.end->error->message,
            "the response says Content-Encoding: gzip but its body ends in the middle of it");
  EXPECT_FALSE(log_.end->reusable);
  log_.body.clear();
  Answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + coded + "tail");
  EXPECT_EQ(log_.text(), "head 200, body, end bad_response");
  EXPECT_EQ(log_.body, std::string(1000, 'x'));
  ASSERT_TRUE(log_.end->error);
  EXPECT_EQ(log_.end->error->message,
            "the response says Content-Encoding: gzip but its body goes on after the end of it");
  Answer(Coded(""));
  EXPECT_EQ(log_.text(), "head 200, end") << "nothing is not coded";
}

TEST_F(ExchangeResponseTest, BlamesTheConnectionAndNotTheCodingWhereThatIsWhatEndedABody) {
  const std::string coded = Gzip(std::string(1000, 'x'), 0);
  Answer(Coded(coded).substr(0, Coded(coded).size() - 100));
  EXPECT_EQ(log_.text(), "head 200, body, end truncated_response");
  limits_.body_read_bytes = 100;
  Answer(Coded(coded));
  EXPECT_EQ(log_.text(), "head 200, body, end") << "no more of it will be read";
}

TEST_F(ExchangeResponseTest, GivesARecordedBodyAsFarAsItsCodedDataGoes) {
  limits_.purpose = BodyPurpose::kRecorded;
  const std::string coded = Gzip(std::string(1000, 'x'), 0);
  Answer(Coded(coded.substr(0, 500)));
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_GT(log_.told, 400u);
  EXPECT_FALSE(log_.end->decoder->ended());
  Answer(Coded(coded + "tail"));
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_TRUE(log_.end->decoder->has_leftover());
}

TEST_F(ExchangeResponseTest, MayBeDestroyedInsideAnyEvent) {
  const std::string response =
      "HTTP/1.1 103 Hints\r\n\r\n" + kChunked + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
  for (const std::string event : {"interim 103", "head 200", "body", "end"}) {
    log_.pieces = 0;
    log_.on_event = [&] {
      if (log_.events.back() == event) exchange_.reset();
    };
    Answer(response);
    EXPECT_FALSE(exchange_) << event;
    EXPECT_EQ(log_.events.back(), event);
    if (event == "body") {
      EXPECT_EQ(log_.pieces, 1u);
    }
  }
}

TEST_F(ExchangeResponseTest, MayBeGivenUpInsideAnyEvent) {
  for (const std::string event : {"interim 103", "head 200", "body"}) {
    std::optional<Exchange::End> end;
    log_.on_event = [&] {
      if (log_.events.back() == event) {
        end = exchange_->Abandon({ErrorCode::kTerminated, "enough"});
      }
    };
    Answer("HTTP/1.1 103 Hints\r\n\r\n" + kChunked + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
    EXPECT_EQ(log_.events.back(), event) << "nothing is told after it";
    ASSERT_TRUE(end);
    EXPECT_EQ(end->error->message, "enough");
    EXPECT_EQ(end->wire, Wire::kFull);
    EXPECT_FALSE(end->reusable);
  }
}

TEST_F(ExchangeResponseTest, GivingUpIsNoticedByTheServer) {
  Start();
  Say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  exchange_->Abandon({ErrorCode::kTerminated, "enough"});
  time_.Settle();
  EXPECT_TRUE(server().is_reset_by_client());
  EXPECT_EQ(log_.text(), "head 200, body");
}

}  // namespace
}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
// Requests whose body comes in pieces.
#include <gtest/gtest.h>

#include "tests/support/gzip.h"
#include "tests/support/scripted_source.h"
#include "tests/unit/net/exchange_fixture.h"

namespace sendoff::net {
namespace {

using test::ScriptedSource;

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// A write waits that is never taken, and says when the stream goes.
class Waiting final : public ByteStream {
 public:
  explicit Waiting(UniqueFunction<void()> on_destroyed) : on_destroyed_(std::move(on_destroyed)) {}
  ~Waiting() override { on_destroyed_(); }

  void SetListener(Listener*) override {}
  void PauseReading() override {}
  void ResumeReading() override {}
  bool Write(std::span<const std::string_view>) override { return writes_++ == 0; }
  Wire wire() const override { return Wire::kPartial; }
  bool IsQuiet() override { return true; }
  void ResetOnDestroy() override {}
  SocketAddress local_address() const override { return {}; }
  SocketAddress peer_address() const override { return {}; }

 private:
  UniqueFunction<void()> on_destroyed_;
  size_t writes_ = 0;
};

class ExchangeRequestTest : public ExchangeFixture {
 protected:
  ExchangeRequestTest() { request_ = test::RequestTo("http://a.test/", "POST", ""); }

  std::unique_ptr<BodySource> Source(std::optional<uint64_t> length = std::nullopt) {
    source_ = std::make_shared<ScriptedSource::State>();
    return std::make_unique<ScriptedSource>(source_, length);
  }

  void Give(const std::string& bytes, bool is_last = false) {
    ASSERT_TRUE(source_->is_asked());
    source_->Give(bytes, is_last);
    EXPECT_FALSE(source_->is_asked() && is_last);
    time_.Settle();
  }

  // What the server has read of the body, as it came.
  std::string Received() {
    const std::string& all = server().received();
    const size_t end = all.find("\r\n\r\n");
    return end == std::string::npos ? "" : all.substr(end + 4);
  }

  std::shared_ptr<ScriptedSource::State> source_;
};

TEST_F(ExchangeRequestTest, SendsABodyOfUnknownLengthInChunks) {
  Start(Source());
  server();
  EXPECT_EQ(source_->pulls, 1u);
  time_.Settle();
  EXPECT_EQ(server().received(),
            "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n"
            "Connection: keep-alive\r\n\r\n");
  Give("hello");
  EXPECT_EQ(Received(), "5\r\nhello\r\n");
  Give("");
  EXPECT_EQ(Received(), "5\r\nhello\r\n") << "a chunk of nothing would be the end";
  Give(std::string(300, 'x'), true);
  EXPECT_EQ(Received(), "5\r\nhello\r\n12c\r\n" + std::string(300, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(source_->pulls, 3u);
  Say(kOk);
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.end->wire, Wire::kFull);
  EXPECT_TRUE(log_.end->reusable);
  EXPECT_TRUE(source_->destroyed);
  EXPECT_FALSE(log_.end->body);
}

TEST_F(ExchangeRequestTest, MayEndABodyWithAnEmptyPiece) {
  Start(Source());
  server();
  Give("a");
  Give("", true);
  EXPECT_EQ(Received(), "1\r\na\r\n0\r\n\r\n");
}

TEST_F(ExchangeRequestTest, SendsABodyOfKnownLengthAsItIs) {
  Start(Source(8));
  server();
  Give("hell");
  Give("o");
  Give("you");
  EXPECT_NE(server().received().find("\r\nContent-Length: 8\r\n"), std::string::npos);
  EXPECT_EQ(Received(), "helloyou");
  EXPECT_EQ(source_->pulls, 3u) << "that was all of it";
  EXPECT_EQ(exchange_->wire(), Wire::kFull);
}

TEST_F(ExchangeRequestTest, AsksForNothingOfABodyOfNoLength) {
  Start(Source(0));
  Say(kOk);
  EXPECT_EQ(source_->pulls, 0u);
  EXPECT_EQ(log_.end->wire, Wire::kFull);
  EXPECT_TRUE(log_.end->reusable);
}

TEST_F(ExchangeRequestTest, AsksForMoreOnlyWhenTheNetworkHasTakenWhatItHas) {
  Start(Source(), 50);
  time_.Settle();
  EXPECT_EQ(source_->pulls, 0u) << "the head is still on its way";
  EXPECT_EQ(exchange_->wire(), Wire::kPartial);
  server();
  time_.Settle();
  EXPECT_EQ(source_->pulls, 1u);
  reading_.reset();
  Start(Source(), 200);
  const auto stuck = std::move(server_);
  EXPECT_EQ(source_->pulls, 1u) << "the head fits";
  source_->Give(std::string(1000, 'x'));
  time_.Advance(std::chrono::hours(1));
  EXPECT_EQ(source_->pulls, 1u) << "the server does not read";
  EXPECT_EQ(exchange_->wire(), Wire::kPartial);
}

TEST_F(ExchangeRequestTest, CarriesAMegabyteToASlowServer) {
  Start(Source(), 1000);
  server();
  std::string sent;
  for (int i = 0; i < 256; ++i) {
    time_.Settle();
    sent += std::string(4096, static_cast<char>('a' + i % 26));
    Give(sent.substr(sent.size() - 4096), i == 255);
  }
  std::string received;
  std::string_view rest = server().received();
  rest.remove_prefix(rest.find("\r\n\r\n") + 4);
  for (; rest.starts_with("1000\r\n"); rest.remove_prefix(6 + 4096 + 2)) {
    received += rest.substr(6, 4096);
  }
  EXPECT_EQ(rest, "0\r\n\r\n");
  EXPECT_TRUE(received == sent);
}

TEST_F(ExchangeRequestTest, BreaksOffWhereTheSourceFails) {
  Start(Source());
  server();
  Give("hello");
  source_->Fail({ErrorCode::kIo, "no such file", "ENOENT"});
  EXPECT_EQ(log_.text(), "") << "inside the call of the source";
  time_.Settle();
  EXPECT_EQ(log_.text(), "end ERR_IO");
  EXPECT_EQ(log_.end->error->message, "the request's body could not be read: no such file");
  EXPECT_EQ(log_.end->error->detail, "ENOENT");
  EXPECT_EQ(log_.end->wire, Wire::kPartial);
  EXPECT_TRUE(server().is_reset_by_client()) << "it must not take what it has for the whole";
  EXPECT_TRUE(source_->destroyed);
}

TEST_F(ExchangeRequestTest, ClosesTheConnectionAtOnceAndTellsOfItAfterAPause) {
  Start(Source());
  server();
  Give("hello");
  exchange_->Pause();
  source_->Fail({ErrorCode::kIo, "no such file"});
  time_.Settle();
  EXPECT_TRUE(server().is_reset_by_client());
  EXPECT_EQ(log_.text(), "");
  EXPECT_EQ(exchange_->wire(), Wire::kPartial);
  exchange_->Resume();
  time_.Settle();
  EXPECT_EQ(log_.text(), "end ERR_IO");
}

TEST_F(ExchangeRequestTest, TellsOfWhatHadComeBeforeTheSourceFailed) {
  Start(Source());
  server();
  Give("hello");
  log_.on_event = [this] { exchange_->Pause(); };
  Say("HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
  EXPECT_EQ(log_.text(), "interim 103");
  source_->Fail({ErrorCode::kIo, "no such file"});
  log_.on_event = nullptr;
  exchange_->Resume();
  time_.Settle();
  EXPECT_EQ(log_.text(), "interim 103, head 413, body, end") << "whole before the source failed";
  EXPECT_TRUE(log_.end->is_whole);
  EXPECT_FALSE(log_.end->is_ours);
  EXPECT_EQ(log_.end->wire, Wire::kPartial);
}

TEST_F(ExchangeRequestTest, TellsOfTheSourcesFailureBehindAllThatHadCome) {
  Start(Source());
  server();
  Give("hello");
  const std::string text(1 << 20, 'x');
  log_.on_event = [this] {
    if (log_.pieces == 1 && source_->is_asked()) source_->Fail({ErrorCode::kIo, "no such file"});
  };
  const std::string coded = test::Gzip(text);
  Say("HTTP/1.1 413 Too Large\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
      "64\r\n" +
      coded.substr(0, 100) + "\r\n1000\r\n" + coded.substr(100));
  EXPECT_EQ(log_.text(), "head 413, body, end ERR_IO");
  EXPECT_TRUE(log_.end->is_ours);
  EXPECT_TRUE(log_.body == text);
}

TEST_F(ExchangeRequestTest, KeepsTheBytesOfAWriteUntilItsStreamIsGone) {
  std::optional<bool> source_went_first;
  auto source = Source();
  MakeOver(std::make_unique<Waiting>([&] { source_went_first = source_->destroyed; }),
           std::move(source));
  exchange_->Start();
  source_->Give("hello");
  exchange_.reset();
  EXPECT_EQ(source_went_first, false);
  EXPECT_TRUE(source_->destroyed);
}

TEST_F(ExchangeRequestTest, HoldsASourceToItsWord) {
  struct Case {
    std::string piece;
    bool is_last;
    std::string message;
  };
  for (const Case& wrong :
       {Case{"123456", false, "the request's body was to have 5 bytes, and its source gives more"},
        Case{"1234", true, "the request's body was to have 5 bytes, and its source gives 4"}}) {
    Start(Source(5));
    server();
    Give(wrong.piece, wrong.is_last);
    EXPECT_EQ(log_.text(), "end ERR_INTERNAL");
    EXPECT_EQ(log_.end->error->message, wrong.message);
    EXPECT_EQ(Received(), "") << "nothing of what is wrong";
    EXPECT_TRUE(server().is_reset_by_client());
  }
}

TEST_F(ExchangeRequestTest, EndsWithAResponseThatIsWholeBeforeTheRequestIs) {
  Start(Source());
  server();
  Give("hello");
  Say("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_EQ(log_.text(), "head 413, body, end");
  EXPECT_FALSE(log_.end->error);
  EXPECT_TRUE(log_.end->is_whole);
  EXPECT_EQ(log_.end->wire, Wire::kPartial);
  EXPECT_FALSE(log_.end->reusable) << "it is in the middle of a message";
  EXPECT_TRUE(source_->destroyed);
}

TEST_F(ExchangeRequestTest, ReadsTheResponseWhileTheBodyIsStillBeingSent) {
  Start(Source());
  server();
  Say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nec");
  EXPECT_EQ(log_.text(), "head 200, body");
  Give("ec");
  Give("ho", true);
  EXPECT_EQ(exchange_->wire(), Wire::kFull);
  Say("ho");
  EXPECT_EQ(log_.body, "echo");
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_TRUE(log_.end->reusable);
}

TEST_F(ExchangeRequestTest, GoesOnSendingWhileTheResponseIsPaused) {
  Start(Source());
  server();
  Say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
  exchange_->Pause();
  Say("ok");
  Give("hello", true);
  EXPECT_EQ(Received(), "5\r\nhello\r\n0\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 200");
}

TEST_F(ExchangeRequestTest, TakesAPieceWhileItTellsOfTheResponse) {
  for (const bool fails : {false, true}) {
    log_.events.clear();
    Start(Source());
    server();
    log_.on_event = [&] {
      if (log_.events.back() != "body" || !source_->is_asked()) return;
      if (fails) return source_->Fail({ErrorCode::kIo, "no"});
      source_->Give("x", true);
    };
    Say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
    if (fails) {
      EXPECT_EQ(log_.text(), "head 200, body, end ERR_IO");
      continue;
    }
    EXPECT_EQ(Received(), "1\r\nx\r\n0\r\n\r\n");
    Say("lf");
    EXPECT_EQ(log_.text(), "head 200, body, end");
    EXPECT_TRUE(log_.end->reusable);
  }
}

TEST_F(ExchangeRequestTest, MayBeDestroyedWithAPieceUnderWay) {
  Start(Source());
  exchange_.reset();
  EXPECT_TRUE(source_->destroyed);
  EXPECT_FALSE(source_->is_asked());
  Start(Source(), 150);
  const auto stuck = std::move(server_);
  time_.Settle();
  ASSERT_TRUE(source_->is_asked());
  source_->Give(std::string(1000, 'x'));
  exchange_.reset();
  time_.Settle();
  EXPECT_EQ(log_.text(), "");
}

TEST_F(ExchangeRequestTest, GivesBackASourceOfWhichNothingWasAsked) {
  Make(Source());
  server_.reset();
  exchange_->Start();
  time_.Settle();
  EXPECT_EQ(log_.text(), "end reset");
  EXPECT_EQ(log_.end->wire, Wire::kNone);
  EXPECT_TRUE(log_.end->body);
  EXPECT_EQ(source_->pulls, 0u);
  EXPECT_FALSE(source_->destroyed);
  log_.end.reset();

  Start(Source());
  const Exchange::End end = exchange_->Abandon({ErrorCode::kTimeout, "late"});
  EXPECT_FALSE(end.body) << "it was asked";
  EXPECT_EQ(end.wire, Wire::kPartial);
}

// Counts writes.
class CountingStream final : public ByteStream {
 public:
  CountingStream(std::unique_ptr<ByteStream> below, size_t& writes)
      : below_(std::move(below)), writes_(writes) {}

  void SetListener(Listener* listener) override { below_->SetListener(listener); }
  void PauseReading() override { below_->PauseReading(); }
  void ResumeReading() override { below_->ResumeReading(); }
  bool Write(std::span<const std::string_view> pieces) override {
    ++writes_;
    return below_->Write(pieces);
  }
  Wire wire() const override { return below_->wire(); }
  bool IsQuiet() override { return below_->IsQuiet(); }
  void ResetOnDestroy() override { below_->ResetOnDestroy(); }
  SocketAddress local_address() const override { return {}; }
  SocketAddress peer_address() const override { return {}; }

 private:
  std::unique_ptr<ByteStream> below_;
  size_t& writes_;
};

TEST_F(ExchangeRequestTest, WritesAHeadAndAWholeBodyInOneWrite) {
  request_ = test::RequestTo("http://a.test/", "POST", "hello");
  auto [client, far] = test::NewMemoryPipe(time_.timers());
  server_ = std::move(far);
  size_t writes = 0;
  MakeOver(std::make_unique<CountingStream>(std::move(client), writes));
  exchange_->Start();
  Say(kOk);
  EXPECT_EQ(writes, 1u);
  EXPECT_EQ(Received(), "hello");
  EXPECT_EQ(log_.text(), "head 200, body, end");
}

}  // namespace
}  // namespace sendoff::net

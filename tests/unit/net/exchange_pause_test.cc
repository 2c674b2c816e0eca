// SPDX-License-Identifier: MIT
// Whoever listens to an exchange may pause it: nothing is told, what is kept meanwhile is bounded,
// and afterwards everything comes in its order.
#include <gtest/gtest.h>

#include "tests/support/faucet.h"
#include "tests/support/fragmenting_stream.h"
#include "tests/support/gzip.h"
#include "tests/support/http1_fixture.h"
#include "tests/support/recording_listener.h"
#include "tests/unit/net/exchange_fixture.h"

namespace sendoff::net {
namespace {

using test::Gzip;

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string kWhole =
    "HTTP/1.1 103 Hints\r\n\r\n" + kChunked + "3\r\nabc\r\n3\r\ndef\r\n0\r\nA: b\r\n\r\n";

class ExchangePauseTest : public ExchangeFixture {
 protected:
  void Resume() {
    exchange_->Resume();
    time_.Settle();
  }
};

TEST_F(ExchangePauseTest, HoldsEverythingBackUntilItGoesOn) {
  Make();
  exchange_->Pause();
  exchange_->Start();
  Say(kWhole);
  server().Close();
  time_.Settle();
  EXPECT_EQ(log_.text(), "");
  EXPECT_NE(server().received(), "") << "the request is written all the same";
  Resume();
  EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
  EXPECT_EQ(log_.body, "abcdef");
  EXPECT_TRUE(log_.end->has_trailers);
}

TEST_F(ExchangePauseTest, StopsAtEachEventHoweverTheBytesCame) {
  for (const size_t size : {size_t{1}, size_t{3}, size_t{1000}}) {
    auto [client, far] = test::NewMemoryPipe(time_.timers());
    server_ = std::move(far);
    MakeOver(std::make_unique<test::FragmentingStream>(time_.timers(), std::move(client), size));
    log_.body.clear();
    log_.pieces = 0;
    log_.on_event = [this] { exchange_->Pause(); };
    exchange_->Start();
    Say(kWhole);
    std::vector<std::string> steps;
    for (; !log_.end && steps.size() < 100; Resume()) {
      time_.Advance(std::chrono::seconds(1));
      steps.push_back(log_.events.back());
    }
    EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
    EXPECT_EQ(log_.body, "abcdef");
    EXPECT_EQ(steps.size(), 2 + log_.pieces) << "one event in each go";
    log_.end.reset();
  }
}

TEST_F(ExchangePauseTest, TellsOfTheEndOnlyWhenItGoesOn) {
  Start();
  log_.on_event = [this] {
    if (log_.body == "abcdef") exchange_->Pause();
  };
  Say(kWhole);
  EXPECT_EQ(log_.text(), "interim 103, head 200, body");
  log_.on_event = nullptr;
  Resume();
  EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
}

TEST_F(ExchangePauseTest, GoesOnAtOnceWhenItIsResumedInTheSameEvent) {
  Start();
  log_.on_event = [this] {
    exchange_->Pause();
    exchange_->Resume();
  };
  Say(kWhole);
  EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
  time_.Settle();
  EXPECT_EQ(log_.body, "abcdef");
}

TEST_F(ExchangePauseTest, MayBePausedAgainBeforeItWentOn) {
  Start();
  exchange_->Pause();
  Say(kWhole);
  exchange_->Resume();
  exchange_->Pause();
  time_.Settle();
  EXPECT_EQ(log_.text(), "");
  Resume();
  EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
}

TEST_F(ExchangePauseTest, AfterTheEndItChangesNothing) {
  Start();
  log_.on_event = [this] {
    if (!log_.end) return;
    exchange_->Pause();
    exchange_->Resume();
  };
  Say(kWhole);
  Resume();
  exchange_->Pause();
  Resume();
  EXPECT_EQ(log_.text(), "interim 103, head 200, body, end");
}

TEST_F(ExchangePauseTest, TellsOfAnErrorInItsPlaceAfterIt) {
  Start();
  log_.on_event = [this] {
    if (log_.events.back() == "body") exchange_->Pause();
  };
  Say(kChunked + "3\r\nabc\r\n3\r\ndef\r\n");
  Say("3\r\nghi\r\n");
  server().Reset();
  time_.Settle();
  EXPECT_EQ(log_.text(), "head 200, body");
  EXPECT_EQ(log_.body, "abc");
  log_.on_event = nullptr;
  Resume();
  EXPECT_EQ(log_.text(), "head 200, body, end reset");
  EXPECT_EQ(log_.body, "abcdefghi") << "what came before the error is before it";
}

TEST_F(ExchangePauseTest, MayBeGivenUpOrDestroyedMeanwhile) {
  for (const bool gives_up : {false, true}) {
    Start();
    Say(kChunked + "3\r\nabc\r\n");
    exchange_->Pause();
    Say("3\r\ndef\r\n");
    if (gives_up) {
      const Exchange::End end = exchange_->Abandon({ErrorCode::kTimeout, "too slow"});
      EXPECT_EQ(end.error->code, ErrorCode::kTimeout);
      EXPECT_TRUE(end.response_started);
      exchange_->Resume();
    } else {
      exchange_->Resume();
      exchange_.reset();
    }
    time_.Settle();
    EXPECT_EQ(log_.text(), "head 200, body");
    EXPECT_EQ(server().is_reset_by_client(), gives_up);
    EXPECT_TRUE(server().is_closed_by_client());
  }
}

TEST_F(ExchangePauseTest, LeavesAConnectionThatReads) {
  Start();
  log_.on_event = [this] {
    if (log_.events.back() == "body") exchange_->Pause();
  };
  Say(kChunked + "3\r\nabc\r\n0\r\n\r\n");
  log_.on_event = nullptr;
  Resume();
  ASSERT_TRUE(log_.end && log_.end->reusable);
  test::RecordingListener listener;
  log_.end->reusable->SetListener(&listener);
  Say("more");
  EXPECT_EQ(listener.data, "more");
  log_.end.reset();
}

TEST_F(ExchangePauseTest, LeavesNoConnectionOnWhichSomethingWaits) {
  Start();
  log_.on_event = [this] {
    if (log_.events.back() == "body") exchange_->Pause();
  };
  Say(kChunked + "3\r\nabc\r\n0\r\n\r\n");
  Say("unasked");
  log_.on_event = nullptr;
  Resume();
  ASSERT_TRUE(log_.end);
  EXPECT_FALSE(log_.end->reusable);
}

TEST_F(ExchangePauseTest, StopsDecodingAndKeepsWhatIsCoded) {
  const std::string text(10 << 20, 'x');
  const std::string coded = Gzip(text);
  Start();
  log_.on_event = [this] {
    if (log_.events.back() == "body") exchange_->Pause();
  };
  Say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
      std::to_string(coded.size()) + "\r\n\r\n" + coded);
  EXPECT_EQ(log_.pieces, 1u);
  for (int i = 0; i < 5; ++i) Resume();
  EXPECT_EQ(log_.pieces, 6u);
  log_.on_event = nullptr;
  Resume();
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_TRUE(log_.body == text);
}

// A gigabyte is offered; while nobody takes it, less than one of its thousand parts is.
TEST_F(ExchangePauseTest, HoldsUpAServerThatOffersAGigabyte) {
  constexpr uint64_t kSize = uint64_t{1} << 30;
  constexpr uint64_t kMost = 1 << 20;
  Make(nullptr, 256 << 10);
  log_.discards_body = true;
  log_.on_event = [this] {
    if (log_.pieces == 1) exchange_->Pause();
  };
  exchange_->Start();
  test::Faucet faucet(std::move(server_),
                      "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n",
                      kSize);
  time_.Advance(std::chrono::hours(1));
  EXPECT_EQ(log_.pieces, 1u);
  EXPECT_LE(faucet.offered(), kMost);
  log_.on_event = [&] { ASSERT_LE(faucet.offered() - log_.told, kMost); };
  Resume();
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.told, kSize);
  EXPECT_TRUE(faucet.is_empty());
}

// The same responses, whoever listens takes them in one go or an event at a time.
class ExchangeFixtures : public ExchangeFixture,
                         public testing::WithParamInterface<test::Http1Fixture> {
 protected:
  std::string Run(bool pauses) {
    limits_ = {.purpose = BodyPurpose::kStreamed};
    request_.method = GetParam().to_head ? "HEAD" : "GET";
    log_.body.clear();
    log_.on_event = [this, pauses] {
      if (pauses) exchange_->Pause();
    };
    Start();
    server().Say(GetParam().input);
    if (!GetParam().open) server().Close();
    for (int i = 0; i < 1000 && log_.events.size() < 1000; ++i) {
      time_.Settle();
      exchange_->Resume();
    }
    return log_.text() + ": " + log_.body;
  }
};

TEST_P(ExchangeFixtures, AreToldTheSameAnEventAtATime) { EXPECT_EQ(Run(true), Run(false)); }

INSTANTIATE_TEST_SUITE_P(All, ExchangeFixtures,
                         testing::ValuesIn(test::ReadHttp1Fixtures("tests/fixtures/http1")),
                         [](const auto& fixture) { return std::to_string(fixture.index); });

}  // namespace
}  // namespace sendoff::net

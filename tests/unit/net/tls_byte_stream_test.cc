// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <list>

#include "net/tls/tls_byte_stream.h"
#include "net/tls/tls_stream.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_pipe.h"
#include "tests/support/recording_listener.h"
#include "tests/support/test_ca.h"
#include "tests/support/tls_peer.h"

namespace sendoff::net {
namespace {

using test::TestCa;
using test::TlsPeer;
using test::TlsPeerOptions;

class TlsByteStreamTest : public testing::Test {
 protected:
  void Connect(size_t capacity = std::numeric_limits<size_t>::max(),
               const TlsPeerOptions& options = {}) {
    const test::TemporaryFile roots(ca_.identity().Pem());
    context_ = std::move(*TlsContext::Create(roots.path()));
    auto [client, server] = test::NewMemoryPipe(time_.timers(), {.capacity = capacity});
    peer_ = std::make_unique<TlsPeer>(ca_.Issue({.names = {"DNS:localhost"}}), std::move(server),
                                      options);
    handshake_ = TlsHandshake::Start(*context_, time_.timers(), {"localhost"}, std::move(client),
                                     [this](Result<std::unique_ptr<ByteStream>> result) {
                                       ASSERT_TRUE(result.ok());
                                       stream_ = std::move(*result);
                                       stream_->SetListener(&listener_);
                                     });
    time_.Settle();
    ASSERT_TRUE(stream_);
    handshake_.reset();
  }

  bool Write(std::string_view head, std::string_view body = {}) {
    const std::string_view pieces[] = {head, body};
    return stream_->Write(pieces);
  }

  const TestCa ca_;
  test::FakeTime time_;
  test::RecordingListener listener_;
  std::unique_ptr<TlsContext> context_;
  std::unique_ptr<TlsPeer> peer_;
  std::unique_ptr<TlsHandshake> handshake_;
  std::unique_ptr<ByteStream> stream_;
};

TEST_F(TlsByteStreamTest, CarriesBytesBothWays) {
  Connect();
  EXPECT_EQ(stream_->wire(), Wire::kNone);
  EXPECT_TRUE(Write("hello ", "world"));
  EXPECT_EQ(stream_->wire(), Wire::kFull);
  time_.Settle();
  EXPECT_EQ(peer_->received(), "hello world");
  peer_->Send("hi");
  EXPECT_EQ(listener_.data, "");
  time_.Settle();
  EXPECT_EQ(listener_.data, "hi");
  EXPECT_EQ(listener_.written_events, 0u);
}

TEST_F(TlsByteStreamTest, CarriesABodyOfMegabytesThroughANarrowPipe) {
  Connect(10'000);
  std::string body(5 << 20, 'x');
  for (size_t i = 0; i < body.size(); i += 4096) body[i] = static_cast<char>('a' + i / 4096 % 26);
  EXPECT_FALSE(Write("head", body));
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  time_.Settle();
  EXPECT_EQ(listener_.written_events, 1u);
  EXPECT_EQ(stream_->wire(), Wire::kFull);
  EXPECT_TRUE(peer_->received() == "head" + body);
}

TEST_F(TlsByteStreamTest, SaysPartialWhileAnyPartOfTheCiphertextIsKept) {
  Connect(1000);
  EXPECT_FALSE(Write(std::string(900, 'x'), std::string(3000, 'y')));
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  time_.timers().RunDue();
  peer_->Close();
  time_.Settle();
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  EXPECT_EQ(listener_.written_events, 0u);
}

TEST_F(TlsByteStreamTest, SaysNoneWhenThePeerWasGoneBeforeTheWrite) {
  Connect();
  peer_->Close();
  EXPECT_FALSE(Write("hello"));
  EXPECT_EQ(stream_->wire(), Wire::kNone);
  time_.Settle();
  EXPECT_TRUE(listener_.is_over());
}

TEST_F(TlsByteStreamTest, TellsOfAnOrderlyEnd) {
  Connect();
  peer_->Send("bye");
  peer_->SendCloseNotify();
  peer_->Close();
  time_.Settle();
  EXPECT_EQ(listener_.data, "bye");
  EXPECT_TRUE(listener_.ended);
  EXPECT_FALSE(listener_.error);
}

TEST_F(TlsByteStreamTest, TakesAnEndWithoutCloseNotifyForAnError) {
  Connect();
  peer_->Send("half");
  peer_->Close();
  time_.Settle();
  EXPECT_EQ(listener_.data, "half");
  EXPECT_FALSE(listener_.ended);
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kReset);
  EXPECT_EQ(listener_.error->message,
            "localhost ended the connection without TLS's close_notify, so that what had come may "
            "not be all");
}

TEST_F(TlsByteStreamTest, TakesBytesThatAreNotTlsForAnError) {
  Connect();
  peer_->SendRaw("this is no record at all");
  time_.Settle();
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kTls);
  EXPECT_EQ(listener_.error->message,
            "localhost sent something that is not TLS in the middle of a TLS connection");
  EXPECT_EQ(listener_.data, "");
  time_.Settle();
  EXPECT_NE(peer_->alert(), "") << "the peer should be told why";
}

TEST_F(TlsByteStreamTest, SaysGoodbyeAtItsEnd) {
  Connect();
  stream_.reset();
  time_.Settle();
  EXPECT_TRUE(peer_->got_close_notify());
}

TEST_F(TlsByteStreamTest, AnswersAGoodbye) {
  Connect();
  peer_->SendCloseNotify();
  time_.Settle();
  EXPECT_TRUE(listener_.ended);
  stream_.reset();
  time_.Settle();
  EXPECT_TRUE(peer_->got_close_notify());
}

TEST_F(TlsByteStreamTest, BreaksOffWithoutAGoodbye) {
  Connect();
  stream_->ResetOnDestroy();
  stream_.reset();
  time_.Settle();
  EXPECT_FALSE(peer_->got_close_notify());
  // In the middle of a write it would be taken for the write's end.
  Connect(1000);
  const std::string body(3000, 'x');
  EXPECT_FALSE(Write(body));
  stream_.reset();
  time_.Settle();
  EXPECT_FALSE(peer_->got_close_notify());
}

TEST_F(TlsByteStreamTest, TellsOfBytesThatCameBeforeThereWasAListener) {
  Connect(std::numeric_limits<size_t>::max(), {.greeting = "too early"});
  time_.Settle();
  EXPECT_EQ(listener_.data, "too early");
}

TEST_F(TlsByteStreamTest, IsQuietOnlyWhileNothingHasCome) {
  Connect();
  EXPECT_TRUE(stream_->IsQuiet());
  peer_->Send("unasked");
  EXPECT_FALSE(stream_->IsQuiet());
  time_.Settle();
  EXPECT_TRUE(stream_->IsQuiet());
  // A part of a record is not nothing.
  peer_->SendRaw(std::string_view("\x17\x03", 2));
  time_.Settle();
  EXPECT_FALSE(stream_->IsQuiet());
}

TEST_F(TlsByteStreamTest, IsNotQuietAfterTheEnd) {
  Connect();
  peer_->SendCloseNotify();
  time_.Settle();
  EXPECT_FALSE(stream_->IsQuiet());
}

TEST_F(TlsByteStreamTest, ChangesKeysWhenAsked) {
  Connect();
  peer_->SendKeyUpdate();
  time_.Settle();
  EXPECT_TRUE(Write("after"));
  time_.Settle();
  EXPECT_EQ(peer_->received(), "after");
  peer_->Send("me too");
  time_.Settle();
  EXPECT_EQ(listener_.data, "me too");
}

TEST_F(TlsByteStreamTest, EndsAPeerThatSendsMessagesOfTlsAndNothingElse) {
  Connect();
  size_t updates = 0;
  for (; !listener_.error && updates < 50'000; ++updates) {
    peer_->SendKeyUpdate();
    time_.Settle();
  }
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kTls);
  EXPECT_EQ(listener_.error->message, "localhost sends messages of TLS and hardly any data");
  EXPECT_GT(updates, 20u);
  EXPECT_LT(updates, 100u);
}

// A byte of data for each would let it go on for ever.
TEST_F(TlsByteStreamTest, EndsAPeerThatHidesMessagesOfTlsAmongItsData) {
  Connect();
  size_t updates = 0;
  for (; !listener_.error && updates < 5'000; ++updates) {
    peer_->SendKeyUpdate();
    peer_->Send("x");
    time_.Settle();
  }
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->message, "localhost sends messages of TLS and hardly any data");
  EXPECT_LT(updates, 100u);
}

TEST_F(TlsByteStreamTest, PutsUpWithNewKeysEverySecond) {
  Connect();
  for (int second = 0; second < 200; ++second) {
    peer_->SendKeyUpdate();
    time_.Advance(std::chrono::seconds(1));
  }
  EXPECT_FALSE(listener_.error);
  peer_->Send("still here");
  time_.Settle();
  EXPECT_EQ(listener_.data, "still here");
}

// Shakes hands for a session of its own, which the test may then do anything with.
class ByHand final : private ByteStream::Listener {
 public:
  ByHand(TlsContext& context, std::unique_ptr<ByteStream> stream)
      : session(std::make_unique<TlsSession>(context, TlsServer{"localhost"})),
        below(std::move(stream)) {
    below->SetListener(this);
    Go();
  }
  ~ByHand() override {
    if (below) below->SetListener(nullptr);
  }

  bool is_done() const { return done_; }

  std::unique_ptr<TlsSession> session;
  std::unique_ptr<ByteStream> below;

 private:
  void OnData(std::string_view bytes) override {
    session->PutCiphertext(bytes);
    if (!done_) Go();
  }
  void OnEnd() override {}
  void OnError(const Error&) override {}
  void OnWritten() override {}
  void Go() {
    done_ = *session->Handshake();
    outgoing_.push_back(session->TakeCiphertext());
    const std::string_view piece = outgoing_.back();
    if (!piece.empty()) below->Write({&piece, 1});
  }

  bool done_ = false;
  std::list<std::string> outgoing_;
};

TEST_F(TlsByteStreamTest, SaysNoneOfAWriteThatCannotBeEncrypted) {
  const test::TemporaryFile roots(ca_.identity().Pem());
  context_ = std::move(*TlsContext::Create(roots.path()));
  auto [client, server] = test::NewMemoryPipe(time_.timers());
  peer_ = std::make_unique<TlsPeer>(ca_.Issue({.names = {"DNS:localhost"}}), std::move(server));
  ByHand shaking(*context_, std::move(client));
  time_.Settle();
  ASSERT_TRUE(shaking.is_done());
  shaking.session->End();  // after which OpenSSL writes nothing
  shaking.session->TakeCiphertext();
  TlsByteStream stream(time_.timers(), std::move(shaking.session), std::move(shaking.below));
  stream.SetListener(&listener_);
  const std::string_view piece = "hello";
  EXPECT_FALSE(stream.Write({&piece, 1}));
  EXPECT_EQ(stream.wire(), Wire::kNone);
  time_.Settle();
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kTls);
  EXPECT_EQ(listener_.written_events, 0u);
  EXPECT_EQ(stream.wire(), Wire::kNone);
  EXPECT_EQ(peer_->received(), "");
}

TEST_F(TlsByteStreamTest, PutsUpWithAByteARecord) {
  Connect();
  for (int i = 0; i < 20'000; ++i) peer_->Send("x");
  time_.Settle();
  EXPECT_EQ(listener_.data.size(), 20'000u);
  EXPECT_FALSE(listener_.error);
}

TEST_F(TlsByteStreamTest, TellsNothingWhileItIsPaused) {
  Connect();
  stream_->PauseReading();
  peer_->Send("one");
  peer_->SendCloseNotify();
  peer_->Close();
  time_.Settle();
  EXPECT_EQ(listener_.data, "");
  EXPECT_FALSE(listener_.is_over());
  stream_->ResumeReading();
  EXPECT_EQ(listener_.data, "") << "inside the call";
  time_.Settle();
  EXPECT_EQ(listener_.data, "one");
  EXPECT_TRUE(listener_.ended) << "the goodbye was before the end of the connection";
}

TEST_F(TlsByteStreamTest, StopsInTheMiddleOfWhatHasComeAndGoesOnThere) {
  Connect();
  std::string sent;
  for (int i = 0; i < 20; ++i) {
    sent += std::string(10'000, static_cast<char>('a' + i));
    peer_->Send(std::string_view(sent).substr(sent.size() - 10'000));
  }
  listener_.on_event = [this] { stream_->PauseReading(); };
  time_.Settle();
  EXPECT_EQ(listener_.data_events, 1u);
  peer_->Send("last");
  peer_->Close();
  for (size_t events = 1; !listener_.is_over(); ++events) {
    ASSERT_EQ(listener_.data_events, events);
    stream_->ResumeReading();
    time_.Settle();
  }
  EXPECT_TRUE(listener_.data == sent + "last");
  EXPECT_TRUE(listener_.error) << "there was no goodbye";
}

TEST_F(TlsByteStreamTest, HoldsThePeerUpWhileItIsPaused) {
  constexpr size_t kSize = 32 << 20;
  Connect(128 << 10);
  listener_.on_event = [this] { stream_->PauseReading(); };
  peer_->Send(std::string(kSize, 'x'));
  time_.Advance(std::chrono::hours(1));
  EXPECT_EQ(listener_.data_events, 1u);
  EXPECT_GT(peer_->unsent(), kSize - (1 << 20));
  listener_.on_event = nullptr;
  stream_->ResumeReading();
  time_.Settle();
  EXPECT_EQ(listener_.data.size(), kSize);
}

TEST_F(TlsByteStreamTest, WritesWhileItIsPaused) {
  Connect(1000);
  stream_->PauseReading();
  const std::string body(100'000, 'x');
  EXPECT_FALSE(Write(body));
  time_.Settle();
  EXPECT_EQ(listener_.written_events, 1u);
  EXPECT_EQ(peer_->received().size(), body.size());
}

TEST_F(TlsByteStreamTest, MayBeDestroyedInsideAnyEvent) {
  for (const bool end : {false, true}) {
    Connect();
    listener_.data.clear();
    listener_.on_event = [this] { stream_.reset(); };
    if (end) {
      peer_->SendCloseNotify();
    } else {
      peer_->Send("one");
      peer_->Send("two");
    }
    time_.Settle();
    EXPECT_FALSE(stream_);
    EXPECT_EQ(listener_.data, end ? "" : "one");
  }
}

TEST_F(TlsByteStreamTest, MayBeDestroyedWhileItWrites) {
  Connect(1000);
  const std::string body(100'000, 'x');
  EXPECT_FALSE(Write(body));
  time_.timers().RunDue();
  stream_.reset();
  time_.Settle();
  EXPECT_EQ(listener_.written_events, 0u);
  EXPECT_FALSE(listener_.is_over());
}

}  // namespace
}  // namespace sendoff::net

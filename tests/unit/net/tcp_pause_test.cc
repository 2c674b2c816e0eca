// SPDX-License-Identifier: MIT
// A socket that is not read for a while, and what the kernel makes of that.
#include <gtest/gtest.h>

#include "net/stream/tcp_network.h"
#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"
#include "tests/support/recording_listener.h"

namespace sendoff::net {
namespace {

using test::LoopbackListener;
using test::LoopbackSocket;

class TcpPauseTest : public test::LoopTest {
 protected:
  void Connect() {
    attempt_ = network_->Connect(server_.address(), std::nullopt, [this](auto result) {
      ASSERT_TRUE(result.ok());
      stream_ = std::move(*result);
    });
    TurnUntil([this] { return stream_ != nullptr; });
    peer_ = std::make_unique<LoopbackSocket>(server_.AcceptFd());
  }

  void Resume() {
    stream_->ResumeReading();
    EXPECT_EQ(listener_.data, "") << "inside the call";
  }

  bool Write(std::string_view bytes) { return stream_->Write({&bytes, 1}); }

  const std::unique_ptr<Network> network_ = NewTcpNetwork(loop());
  LoopbackListener server_;
  test::RecordingListener listener_;
  std::unique_ptr<Network::Attempt> attempt_;
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<LoopbackSocket> peer_;
};

TEST_F(TcpPauseTest, TellsOfDataAndTheEndAfterwards) {
  Connect();
  stream_->SetListener(&listener_);
  stream_->PauseReading();
  peer_->Send("bye");
  peer_->Close();
  Settle();
  EXPECT_EQ(listener_.data, "");
  EXPECT_FALSE(listener_.is_over());
  Resume();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(listener_.data, "bye");
  EXPECT_TRUE(listener_.ended);
}

TEST_F(TcpPauseTest, MayBePausedBeforeAnybodyListens) {
  Connect();
  stream_->PauseReading();
  stream_->SetListener(&listener_);
  peer_->Send("early");
  Settle();
  EXPECT_EQ(listener_.data, "");
  Resume();
  TurnUntil([this] { return listener_.data == "early"; });
}

TEST_F(TcpPauseTest, ReadsNothingMoreAfterThePauseInsideAnEvent) {
  Connect();
  stream_->SetListener(&listener_);
  const std::string sent(1 << 20, 'x');
  listener_.on_event = [this] { stream_->PauseReading(); };
  for (size_t events = 1; listener_.data.size() < sent.size(); ++events) {
    const size_t before = listener_.data.size();
    if (events == 1) peer_->SendReady(sent);
    TurnUntil([&] { return listener_.data.size() > before; });
    Settle();
    ASSERT_EQ(listener_.data_events, events);
    stream_->ResumeReading();
  }
  EXPECT_TRUE(listener_.data == sent);
}

TEST_F(TcpPauseTest, TellsOfAResetAfterWhatCameBeforeIt) {
  Connect();
  stream_->SetListener(&listener_);
  stream_->PauseReading();
  peer_->Send("the beginning of");
  peer_->Reset();
  Settle();
  EXPECT_FALSE(listener_.is_over());
  Resume();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(listener_.data, "the beginning of");
  EXPECT_TRUE(listener_.error);
}

TEST_F(TcpPauseTest, TellsOfAWriteThatFailedAfterwards) {
  Connect();
  stream_->SetListener(&listener_);
  stream_->PauseReading();
  peer_->Send("HTTP/1.1 413 Too Large\r\n\r\n");
  peer_->Reset();
  EXPECT_FALSE(Write("hello"));
  Settle();
  EXPECT_EQ(listener_.data, "");
  EXPECT_FALSE(listener_.is_over());
  listener_.on_event = [this] { stream_->PauseReading(); };
  Resume();
  TurnUntil([this] { return !listener_.data.empty(); });
  Settle();
  EXPECT_EQ(listener_.data, "HTTP/1.1 413 Too Large\r\n\r\n");
  EXPECT_FALSE(listener_.is_over()) << "paused again by what came before it";
  stream_->ResumeReading();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_TRUE(listener_.error);
}

TEST_F(TcpPauseTest, WritesMeanwhile) {
  Connect();
  stream_->SetListener(&listener_);
  stream_->PauseReading();
  const std::string body(16 << 20, 'x');
  if (!Write(body)) {
    SpinUntil([&] {
      peer_->ReceiveReady();
      return listener_.written_events == 1;
    });
  }
  EXPECT_EQ(stream_->wire(), Wire::kFull);
}

}  // namespace
}  // namespace sendoff::net

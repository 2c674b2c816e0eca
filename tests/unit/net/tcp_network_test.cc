// SPDX-License-Identifier: MIT
#include "net/stream/tcp_network.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <utility>

#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"
#include "tests/support/recording_listener.h"

namespace sendoff::net {
namespace {

using test::LoopbackListener;
using test::LoopbackSocket;
using test::RecordingListener;

class TcpNetworkTest : public test::LoopTest {
 protected:
  void StartConnect(const SocketAddress& to, std::optional<IpAddress> source = std::nullopt) {
    attempt_ = network_->Connect(to, source, [this](Result<std::unique_ptr<ByteStream>> result) {
      ++calls_;
      if (result.ok()) {
        stream_ = std::move(*result);
      } else {
        error_ = result.error();
      }
    });
    EXPECT_EQ(calls_, 0) << "a callback inside the call";
  }

  void Connect(LoopbackListener& listener, std::optional<IpAddress> source = std::nullopt) {
    StartConnect(listener.address(), source);
    TurnUntil([this] { return calls_ > 0; });
    ASSERT_TRUE(stream_) << (error_ ? error_->message : "");
    peer_ = std::make_unique<LoopbackSocket>(listener.AcceptFd());
    stream_->SetListener(&listener_);
  }

  Error FailToConnect(const SocketAddress& to, std::optional<IpAddress> source = std::nullopt) {
    StartConnect(to, source);
    TurnUntil([this] { return calls_ > 0; });
    EXPECT_EQ(calls_, 1);
    return error_.value_or(Error{ErrorCode::kInternal, "it connected"});
  }

  bool Write(std::string_view head, std::string_view body = {}) {
    const std::string_view pieces[] = {head, body};
    return stream_->Write(pieces);
  }

  static IpAddress Ip(const char* text) { return *IpAddress::Parse(text); }

  RecordingListener listener_;
  const std::unique_ptr<Network> network_ = NewTcpNetwork(loop());
  std::unique_ptr<Network::Attempt> attempt_;
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<LoopbackSocket> peer_;
  std::optional<Error> error_;
  int calls_ = 0;
};

TEST_F(TcpNetworkTest, CarriesBytesBothWays) {
  LoopbackListener server;
  Connect(server);
  EXPECT_EQ(stream_->wire(), Wire::kNone);
  EXPECT_TRUE(Write("hello ", "world"));
  EXPECT_EQ(stream_->wire(), Wire::kFull);
  EXPECT_EQ(peer_->Receive(), "hello world");
  peer_->Send("hi");
  TurnUntil([this] { return !listener_.data.empty(); });
  EXPECT_EQ(listener_.data, "hi");
}

TEST_F(TcpNetworkTest, KnowsBothAddresses) {
  LoopbackListener server;
  Connect(server);
  EXPECT_EQ(stream_->peer_address(), server.address());
  EXPECT_EQ(stream_->local_address(), peer_->peer_address());
}

// The process's socket that has `local` for its own address.
int FindSocket(const SocketAddress& local) {
  for (int fd = 0; fd < 1024; ++fd) {
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0) continue;
    if (SocketAddress::From(reinterpret_cast<const sockaddr*>(&name)) == local) return fd;
  }
  return -1;
}

TEST_F(TcpNetworkTest, LetsSmallWritesGoAtOnce) {
  LoopbackListener server;
  Connect(server);
  int no_delay = 0;
  socklen_t size = sizeof no_delay;
  EXPECT_EQ(
      getsockopt(FindSocket(stream_->local_address()), IPPROTO_TCP, TCP_NODELAY, &no_delay, &size),
      0);
  EXPECT_EQ(no_delay, 1);
}

TEST_F(TcpNetworkTest, ConnectsByIpv6) {
  LoopbackListener server("::1");
  Connect(server);
  EXPECT_EQ(stream_->peer_address(), server.address());
}

TEST_F(TcpNetworkTest, ConnectsFromTheAddressItIsTold) {
  LoopbackListener server;
  Connect(server, Ip("127.0.0.5"));
  EXPECT_EQ(stream_->local_address().ip, Ip("127.0.0.5"));
  EXPECT_EQ(peer_->peer_address().ip, Ip("127.0.0.5"));
}

TEST_F(TcpNetworkTest, SaysThatNobodyListens) {
  SocketAddress to;
  { to = LoopbackListener().address(); }
  const Error error = FailToConnect(to);
  EXPECT_EQ(error.code, ErrorCode::kConnectRefused);
  EXPECT_EQ(error.message, to.ToString() +
                               " refused the connection: nothing listens there, or a firewall says "
                               "no");
  EXPECT_EQ(error.detail, "ECONNREFUSED");
}

TEST_F(TcpNetworkTest, SaysThatItCannotSendFromAnAddress) {
  LoopbackListener server;
  const Error error = FailToConnect(server.address(), Ip("192.0.2.1"));
  EXPECT_EQ(error.code, ErrorCode::kUnreachable);
  EXPECT_TRUE(error.message.starts_with("cannot send from 192.0.2.1 to 127.0.0.1:"))
      << error.message;
}

TEST_F(TcpNetworkTest, SaysThatTheSourceIsOfTheOtherFamily) {
  LoopbackListener server;
  EXPECT_EQ(FailToConnect(server.address(), Ip("::1")).code, ErrorCode::kUnreachable);
}

TEST_F(TcpNetworkTest, AnAttemptThatIsDestroyedDoesNotCallBack) {
  LoopbackListener server;
  SocketAddress closed;
  { closed = LoopbackListener().address(); }
  for (const SocketAddress& to : {server.address(), closed}) {
    StartConnect(to);
    attempt_.reset();
    Settle();
    EXPECT_EQ(calls_, 0);
  }
  StartConnect(server.address(), Ip("192.0.2.1"));
  attempt_.reset();
  Settle();
  EXPECT_EQ(calls_, 0);
}

TEST_F(TcpNetworkTest, AnAttemptMayBeDestroyedInItsCallback) {
  LoopbackListener server;
  attempt_ = network_->Connect(server.address(), std::nullopt, [this](auto result) {
    EXPECT_TRUE(result.ok());
    attempt_.reset();
    ++calls_;
  });
  TurnUntil([this] { return calls_ > 0; });
  attempt_ = network_->Connect(server.address(), Ip("192.0.2.1"), [this](auto result) {
    EXPECT_FALSE(result.ok());
    attempt_.reset();
    ++calls_;
  });
  TurnUntil([this] { return calls_ > 1; });
}

TEST_F(TcpNetworkTest, TellsOfAnOrderlyEnd) {
  LoopbackListener server;
  Connect(server);
  peer_->Send("bye");
  peer_->Close();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(listener_.data, "bye");
  EXPECT_TRUE(listener_.ended);
}

TEST_F(TcpNetworkTest, TellsOfAReset) {
  LoopbackListener server;
  Connect(server);
  peer_->Reset();
  TurnUntil([this] { return listener_.is_over(); });
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kReset);
  EXPECT_EQ(listener_.error->message, server.address().ToString() + " reset the connection");
}

TEST_F(TcpNetworkTest, TellsOfAResetAfterWhatHadComeAndNotOfAnOrderlyEnd) {
  LoopbackListener server;
  Connect(server);
  peer_->Send("the beginning of");
  peer_->Reset();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(listener_.data, "the beginning of");
  EXPECT_FALSE(listener_.ended);
  EXPECT_TRUE(listener_.error);
}

TEST_F(TcpNetworkTest, HandsOnWhatCameBeforeAWriteFailed) {
  LoopbackListener server;
  Connect(server);
  peer_->Send("HTTP/1.1 413 Too Large\r\n\r\n");
  peer_->Reset();
  EXPECT_FALSE(Write("hello"));
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(listener_.data, "HTTP/1.1 413 Too Large\r\n\r\n");
  EXPECT_FALSE(listener_.ended);
  EXPECT_TRUE(listener_.error);
}

// The socket is readable in the same turn, before the failure is told.
TEST_F(TcpNetworkTest, HandsOnWhatIsReadBetweenAWriteThatFailedAndItsError) {
  LoopbackListener server;
  Connect(server);
  bool wrote = false;
  TurnUntil([&] {
    if (!std::exchange(wrote, true)) {
      peer_->Send("HTTP/1.1 413 Too Large\r\n\r\n");
      peer_->Reset();
      EXPECT_FALSE(Write("hello"));
    }
    return listener_.is_over();
  });
  EXPECT_EQ(listener_.data, "HTTP/1.1 413 Too Large\r\n\r\n");
  EXPECT_TRUE(listener_.error);
}

TEST_F(TcpNetworkTest, MayBeDestroyedByWhatCameBeforeAWriteFailed) {
  LoopbackListener server;
  Connect(server);
  peer_->Send("HTTP/1.1 413 Too Large\r\n\r\n");
  peer_->Reset();
  EXPECT_FALSE(Write("hello"));
  listener_.on_event = [this] { stream_.reset(); };
  TurnUntil([this] { return !stream_; });
  Settle();
  EXPECT_EQ(listener_.data, "HTTP/1.1 413 Too Large\r\n\r\n");
  EXPECT_FALSE(listener_.is_over());
}

TEST_F(TcpNetworkTest, TellsALaterListenerOfAnEndThatNobodyHeard) {
  LoopbackListener server;
  Connect(server);
  stream_->SetListener(nullptr);
  peer_->Close();
  Settle();
  stream_->SetListener(&listener_);
  EXPECT_FALSE(listener_.ended);
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_TRUE(listener_.ended);
}

TEST_F(TcpNetworkTest, WritesWhatTheKernelHasNoRoomForAsThePeerReads) {
  LoopbackListener server("127.0.0.1", true);
  Connect(server);
  std::string body(16 << 20, 'x');
  for (size_t i = 0; i < body.size(); i += 997) body[i] = static_cast<char>('a' + i % 26);
  EXPECT_FALSE(Write("head", body));
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  std::string received;
  SpinUntil([&] {
    received += peer_->ReceiveReady();
    return listener_.written_events > 0;
  });
  EXPECT_EQ(stream_->wire(), Wire::kFull);
  while (received.size() < body.size() + 4) received += peer_->Receive();
  EXPECT_TRUE(received == "head" + body);
  EXPECT_EQ(listener_.written_events, 1u);
}

TEST_F(TcpNetworkTest, SaysPartialWhenThePeerResetsInTheMiddleOfAWrite) {
  LoopbackListener server("127.0.0.1", true);
  Connect(server);
  const std::string body(16 << 20, 'x');
  EXPECT_FALSE(Write(body));
  peer_->Reset();
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  Settle();
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  EXPECT_EQ(listener_.written_events, 0u);
  ASSERT_TRUE(listener_.error);
  EXPECT_EQ(listener_.error->code, ErrorCode::kReset);
}

TEST_F(TcpNetworkTest, SaysNoneWhenThePeerHadResetBeforeTheWriteAndRaisesNoSignal) {
  LoopbackListener server;
  Connect(server);
  peer_->Reset();
  EXPECT_FALSE(Write("hello"));
  EXPECT_EQ(stream_->wire(), Wire::kNone);
  EXPECT_FALSE(listener_.is_over()) << "told inside the call";
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_TRUE(listener_.error);
  EXPECT_FALSE(Write("hello"));
  EXPECT_EQ(stream_->wire(), Wire::kNone);
  Settle();
}

TEST_F(TcpNetworkTest, SaysFullWhenTheKernelTookItThoughThePeerWasGone) {
  LoopbackListener server;
  Connect(server);
  peer_->Close();
  EXPECT_TRUE(Write("hello"));
  EXPECT_EQ(stream_->wire(), Wire::kFull);
}

TEST_F(TcpNetworkTest, CountsAPieceOfMoreThanFourGigabytes) {
  LoopbackListener server("127.0.0.1", true);
  Connect(server);
  // Pages that are never touched cost nothing.
  const size_t size = (size_t{4} << 30) + 1;
  void* pages = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  EXPECT_FALSE(Write({static_cast<const char*>(pages), size}));
  EXPECT_EQ(stream_->wire(), Wire::kPartial);
  stream_.reset();
  Settle();
  munmap(pages, size);
}

TEST_F(TcpNetworkTest, WritesNothingAtOnce) {
  LoopbackListener server;
  Connect(server);
  EXPECT_TRUE(Write("", ""));
  EXPECT_EQ(stream_->wire(), Wire::kFull);
}

TEST_F(TcpNetworkTest, IsQuietOnlyWhileNothingHasCome) {
  LoopbackListener server;
  Connect(server);
  EXPECT_TRUE(stream_->IsQuiet());
  peer_->Send("unasked");
  EXPECT_FALSE(stream_->IsQuiet());
  TurnUntil([this] { return !listener_.data.empty(); });
  EXPECT_TRUE(stream_->IsQuiet());
  peer_->Close();
  EXPECT_FALSE(stream_->IsQuiet());
  TurnUntil([this] { return listener_.is_over(); });
  EXPECT_FALSE(stream_->IsQuiet());
}

TEST_F(TcpNetworkTest, DestructionEndsTheConnectionInOrderUnlessToldToReset) {
  LoopbackListener server;
  Connect(server);
  stream_.reset();
  EXPECT_EQ(peer_->Receive(), "");
  calls_ = 0;
  Connect(server);
  stream_->ResetOnDestroy();
  stream_.reset();
  EXPECT_EQ(peer_->Receive(), "reset");
}

TEST_F(TcpNetworkTest, MayBeDestroyedInsideAnyEvent) {
  LoopbackListener server("127.0.0.1", true);
  listener_.on_event = [this] { stream_.reset(); };
  const std::string body(16 << 20, 'x');
  for (const std::string event : {"data", "end", "reset", "written"}) {
    calls_ = 0;
    Connect(server);
    if (event == "data") peer_->Send("data");
    if (event == "end") peer_->Close();
    if (event == "reset") peer_->Reset();
    if (event == "written") {
      EXPECT_FALSE(Write(body));
    }
    SpinUntil([&] {
      if (event == "written") peer_->ReceiveReady();
      return !stream_;
    });
    Settle();
  }
  EXPECT_EQ(listener_.written_events, 1u);
}

TEST_F(TcpNetworkTest, MayBeDestroyedWithAWriteUnderWay) {
  LoopbackListener server("127.0.0.1", true);
  Connect(server);
  {
    const std::string body(16 << 20, 'x');
    EXPECT_FALSE(Write(body));
    stream_.reset();
  }
  Settle();
  EXPECT_EQ(listener_.written_events, 0u);
  EXPECT_FALSE(listener_.is_over());
}

}  // namespace
}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
// Back pressure over real sockets: what the kernel has room for, and not more.
#include <gtest/gtest.h>

#include "net/http/exchange.h"
#include "net/stream/tcp_network.h"
#include "tests/support/delivery_world.h"
#include "tests/support/exchange_log.h"
#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"

namespace sendoff::net {
namespace {

using test::LoopbackListener;
using test::LoopbackSocket;

// More than a kernel keeps for one connection on both its sides.
constexpr size_t kSize = 64 << 20;
constexpr size_t kMost = 24 << 20;

// Gives blocks until it has given all, each in a turn of its own, and counts them.
class Blocks final : public BodySource {
 public:
  Blocks(TimerQueue& timers, size_t& given) : timers_(timers), given_(given) {}

  std::optional<uint64_t> length() const override { return kSize; }
  void Pull(Callback then) override {
    then_ = std::move(then);
    later_.StartAfter(timers_, Duration::zero(), [this] {
      given_ += block_.size();
      const Callback callback = std::move(then_);
      callback(Piece{block_, given_ == kSize});
    });
  }

 private:
  TimerQueue& timers_;
  size_t& given_;
  const std::string block_ = std::string(64 << 10, 'x');
  Callback then_;
  RareTimer later_;
};

class ExchangeLoopbackTest : public test::LoopTest {
 protected:
  void Start(std::unique_ptr<BodySource> body = nullptr) {
    std::unique_ptr<ByteStream> stream;
    const auto attempt = network_->Connect(server_.address(), std::nullopt,
                                           [&](auto result) { stream = std::move(*result); });
    TurnUntil([&] { return stream != nullptr; });
    peer_ = std::make_unique<LoopbackSocket>(server_.AcceptFd());
    log_.discards_body = true;
    exchange_ = std::make_unique<Exchange>(std::move(stream),
                                           Exchange::Call{request_, limits_, std::move(body)},
                                           loop().timers(), phases_, log_);
    exchange_->Start();
  }

  const std::unique_ptr<Network> network_ = NewTcpNetwork(loop());
  LoopbackListener server_{"127.0.0.1", true};
  OutboundRequest request_ = test::RequestTo("http://a.test/", "POST", "");
  const ResponseLimits limits_ = ResponseLimits::OfStream();
  PhaseClock phases_{loop().timers(), loop().timers().Now()};
  test::ExchangeLog log_;
  std::unique_ptr<LoopbackSocket> peer_;
  std::unique_ptr<Exchange> exchange_;
};

TEST_F(ExchangeLoopbackTest, HoldsAServerUpThatSendsFasterThanIsTaken) {
  Start();
  log_.on_event = [this] {
    if (log_.pieces == 1) exchange_->Pause();
  };
  peer_->Send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n");
  const std::string block(64 << 10, 'x');
  size_t sent = 0;
  const auto send = [&] {
    const size_t count = peer_->SendReady(std::string_view(block).substr(0, kSize - sent));
    sent += count;
    return count;
  };
  SpinUntil([&] { return send() == 0 && log_.pieces == 1; });
  for (int i = 0; i < 100; ++i) {
    send();
    Settle();
  }
  EXPECT_LT(sent, kMost) << "what fits into the kernel's own memory";
  EXPECT_EQ(log_.pieces, 1u);
  exchange_->Resume();
  SpinUntil([&] {
    send();
    return log_.end.has_value();
  });
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_EQ(log_.told, kSize);
}

TEST_F(ExchangeLoopbackTest, AsksForNoMoreOfABodyThanTheServerTakes) {
  size_t given = 0;
  Start(std::make_unique<Blocks>(loop().timers(), given));
  for (size_t before = 1; before != given;) {
    before = given;
    Settle();
  }
  EXPECT_LT(given, kMost);
  EXPECT_GT(given, 0u);
  size_t received = 0;
  SpinUntil([&] {
    received += peer_->ReceiveReady().size();
    return received > kSize;  // the head is a part of it
  });
  EXPECT_EQ(given, kSize);
  peer_->Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  TurnUntil([this] { return log_.end.has_value(); });
  EXPECT_EQ(log_.end->wire, Wire::kFull);
  EXPECT_TRUE(log_.end->reusable);
  log_.end.reset();
}

}  // namespace
}  // namespace sendoff::net

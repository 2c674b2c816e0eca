// SPDX-License-Identifier: MIT
// A Deliverer on a real loop, destroyed while its sockets are busy: the loop, which checks at its
// end that no handle was left open, closes clean.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "net/stream/tcp_network.h"
#include "net/tls/tls_context.h"
#include "tests/support/fake_resolver.h"
#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"
#include "tests/support/record_sinks.h"

namespace sendoff::delivery {
namespace {

using test::LoopbackListener;
using test::LoopbackSocket;

class TeardownOnALoop : public test::LoopTest {
 protected:
  void Submit(const std::string& scheme, const std::string& method = "POST",
              const std::string& body = "{}") {
    RunBatch batch;
    batch.info = {"r", "step.mjs"};
    net::OutboundRequest request;
    request.method = method;
    request.url = *net::Url::Parse(scheme + "://" + listener_.address().ToString() + "/");
    if (!body.empty()) request.body = std::make_shared<const std::string>(body);
    batch.requests.push_back(std::move(request));
    deliverer_->Submit(std::move(batch), test::SinkInto(records_));
  }

  void Accept() { server_ = std::make_unique<LoopbackSocket>(listener_.AcceptFd()); }

  // Turns until the server has something, and returns it.
  std::string Receive() {
    std::string received;
    SpinUntil([&] { return !(received = server_->ReceiveReady()).empty(); });
    return received;
  }

  // Destroys the deliverer and checks that its request ended in `phase`.
  void EndIn(Phase phase) {
    EXPECT_TRUE(records_.empty());
    deliverer_.reset();
    Settle();
    ASSERT_EQ(records_.size(), 1u);
    EXPECT_EQ(records_[0].error->code, ErrorCode::kShutdown);
    EXPECT_EQ(records_[0].error->phase, phase);
  }

  LoopbackListener listener_{"127.0.0.1", true};
  std::vector<Record> records_;
  std::unique_ptr<LoopbackSocket> server_;
  std::unique_ptr<net::TlsContext> tls_ = std::move(*net::TlsContext::Create(""));
  std::unique_ptr<net::Network> network_ = net::NewTcpNetwork(loop());
  test::FakeResolver resolver_;
  std::unique_ptr<Deliverer> deliverer_ = std::make_unique<Deliverer>(
      net::ConnectorParts{loop().timers(),
                          *network_,
                          resolver_,
                          *tls_,
                          *net::EgressPolicy::Create({.allow_private = true}),
                          {}},
      Deliverer::Options{.timeout = std::chrono::minutes(5)});
};

TEST_F(TeardownOnALoop, WhileItConnects) {
  Submit("http");
  EndIn(Phase::kConnect);
}

TEST_F(TeardownOnALoop, WhileHandsAreShaken) {
  Submit("https");
  Accept();
  Receive();
  EndIn(Phase::kTls);
  EXPECT_EQ(records_[0].wire, Wire::kNone);
}

TEST_F(TeardownOnALoop, WhileTheRequestIsWritten) {
  Submit("http", "POST", std::string(16 << 20, 'x'));
  Accept();
  Receive();
  EndIn(Phase::kWrite);
  EXPECT_EQ(records_[0].wire, Wire::kPartial);
}

TEST_F(TeardownOnALoop, WhileItWaitsForTheResponse) {
  Submit("http");
  Accept();
  Receive();
  EndIn(Phase::kWait);
}

TEST_F(TeardownOnALoop, WhileTheResponseIsRead) {
  Submit("http");
  Accept();
  Receive();
  server_->Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  Settle();
  EndIn(Phase::kRead);
  EXPECT_EQ(*records_[0].response->body.kept, "half");
}

TEST_F(TeardownOnALoop, OnTheSecondHop) {
  Submit("http", "GET", "");
  Accept();
  Receive();
  server_->Send("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(Receive().starts_with("GET /b "));
  EndIn(Phase::kWait);
  EXPECT_EQ(records_[0].redirects.size(), 1u);
  EXPECT_TRUE(records_[0].reused_connection);
}

TEST_F(TeardownOnALoop, WithAConnectionInThePool) {
  Submit("http");
  Accept();
  Receive();
  server_->Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  TurnUntil([this] { return !records_.empty(); });
  deliverer_.reset();
  EXPECT_EQ(records_.size(), 1u);
}

}  // namespace
}  // namespace sendoff::delivery

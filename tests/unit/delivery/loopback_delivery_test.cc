// SPDX-License-Identifier: MIT
// Deliveries over real sockets, where what happens is the kernel's to say.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "net/dns/cares_resolver.h"
#include "net/dns/resolver_cache.h"
#include "net/stream/tcp_network.h"
#include "tests/support/delivery_world.h"
#include "tests/support/loop_test.h"
#include "tests/support/loopback.h"
#include "tests/support/record_sinks.h"

namespace sendoff::delivery {
namespace {

using test::LoopbackListener;
using test::LoopbackNameServer;
using test::LoopbackSocket;
using test::RequestTo;

class LoopbackDeliveryTest : public test::LoopTest {
 protected:
  void Submit(std::vector<net::OutboundRequest> requests, const std::string& run = "r") {
    RunBatch batch;
    batch.info = {run, "step.mjs"};
    for (net::OutboundRequest& request : requests) batch.requests.push_back(std::move(request));
    deliverer_.Submit(std::move(batch), test::SinkInto(records_));
  }

  // Delivers `body` to a server that resets the connection when it has read `count` bytes.
  Record DeliverToOneThatResetsAfter(size_t count, const std::string& body) {
    LoopbackListener listener("127.0.0.1", true);
    records_.clear();
    Submit({RequestTo("http://" + listener.address().ToString() + "/", "POST", body)});
    LoopbackSocket server(listener.AcceptFd());
    size_t seen = 0;
    SpinUntil([&] {
      if (seen < count) seen += server.ReceiveReady().size();
      if (seen >= count) server.Reset();
      return seen >= count;
    });
    TurnUntil([this] { return !records_.empty(); });
    return std::move(records_.at(0));
  }

  LoopbackNameServer name_server_;
  const std::unique_ptr<net::Network> network_ = net::NewTcpNetwork(loop());
  const std::unique_ptr<net::Resolver> resolver_ = net::NewResolverCache(
      loop().timers(), net::NewCaresResolver(loop(), {.servers = name_server_.address()}));
  const std::unique_ptr<net::TlsContext> tls_ = std::move(*net::TlsContext::Create(""));
  std::vector<Record> records_;
  Deliverer deliverer_{
      net::ConnectorParts{
          loop().timers(),
          *network_,
          *resolver_,
          *tls_,
          *net::EgressPolicy::Create({.allow_private = true, .allow_net = {}, .deny_net = {}}),
          {}},
      {.concurrency = 2000, .timeout = std::chrono::minutes(1)}};
};

TEST_F(LoopbackDeliveryTest, SaysTheTruthAboutTheWireWhereverAServerResets) {
  const std::string small(1000, 'x');
  for (const size_t count : {1, 10, 100, 1000}) {
    const Record record = DeliverToOneThatResetsAfter(count, small);
    ASSERT_TRUE(record.error) << count;
    EXPECT_EQ(record.error->code, ErrorCode::kReset);
    EXPECT_EQ(record.wire, Wire::kFull) << count;
    EXPECT_FALSE(record.safe_to_replay());
  }
  // More than the kernel keeps for a connection.
  const std::string large(16 << 20, 'x');
  for (const size_t count : {1u, 1000u, 100'000u, 2'000'000u}) {
    const Record record = DeliverToOneThatResetsAfter(count, large);
    ASSERT_TRUE(record.error) << count;
    EXPECT_EQ(record.wire, Wire::kPartial) << count;
    EXPECT_FALSE(record.safe_to_replay());
  }
}

TEST_F(LoopbackDeliveryTest, AThousandDeadNamesDoNotHoldUpAHealthyOne) {
  for (int group = 0; group < 20; ++group) {
    std::vector<net::OutboundRequest> dead;
    for (int i = 0; i < 50; ++i) {
      const std::string name = std::to_string(group) + "-" + std::to_string(i) + ".dead.test.";
      dead.push_back(RequestTo("http://" + name + "/"));
    }
    Submit(std::move(dead), "dead");
    Settle();  // not all of them begin in one turn
    // The name server hears the questions and says nothing; its socket could not hold them all.
    for (int i = 0; i < 100; ++i) name_server_.Receive();
  }
  LoopbackListener listener;
  const std::string port = std::to_string(listener.address().port);
  Submit({RequestTo("http://healthy.test.:" + port + "/")}, "healthy");
  for (int i = 0; i < 2; ++i) name_server_.Answer(name_server_.Receive(), {"127.0.0.1"}, 30);
  SpinUntil([&] { return listener.has_waiting(); });
  LoopbackSocket server(listener.AcceptFd());
  server.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  TurnUntil([this] { return !records_.empty(); });
  EXPECT_EQ(records_.at(0).run, "healthy");
  EXPECT_EQ(records_.at(0).outcome, Outcome::kDelivered);
}

}  // namespace
}  // namespace sendoff::delivery

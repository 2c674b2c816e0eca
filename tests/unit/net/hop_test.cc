// SPDX-License-Identifier: MIT
// Streams through a hop: which connection carries a request, and that its body is read for one
// only.
#include "net/connection/hop.h"

#include <gtest/gtest.h>

#include "tests/support/delivery_world.h"
#include "tests/support/exchange_log.h"
#include "tests/support/fault_plan.h"
#include "tests/support/faulty_stream.h"
#include "tests/support/scripted_source.h"
#include "tests/support/test_ca.h"
#include "tests/support/tls_peer.h"

namespace sendoff::net {
namespace {

using std::chrono::milliseconds;
using test::Fault;
using test::FaultPlan;
using test::ScriptedSource;
using test::Server;

constexpr const char* kUrl = "http://93.184.216.34/";

// A connection that takes nothing that is written, and on which something may come.
class Clogged final : public ByteStream {
 public:
  explicit Clogged(std::unique_ptr<ByteStream> below) : below_(std::move(below)) {}

  void SetListener(Listener* listener) override { below_->SetListener(listener); }
  void PauseReading() override { below_->PauseReading(); }
  void ResumeReading() override { below_->ResumeReading(); }
  bool Write(std::span<const std::string_view>) override { return false; }
  Wire wire() const override { return Wire::kNone; }
  bool IsQuiet() override { return below_->IsQuiet(); }
  void ResetOnDestroy() override { below_->ResetOnDestroy(); }
  SocketAddress local_address() const override { return below_->local_address(); }
  SocketAddress peer_address() const override { return below_->peer_address(); }

 private:
  std::unique_ptr<ByteStream> below_;
};

// Holds the request until the test lets it through.
class Keeper final : public Hop::Keeper {
 public:
  bool was_asked = false;
  bool MayWrite() override {
    was_asked = true;
    return false;
  }
};

class HopTest : public testing::Test {
 protected:
  void Start(std::unique_ptr<BodySource> body = nullptr) {
    Make(std::move(body));
    hop_->Start();
    world_.time.Advance(milliseconds(10));
  }

  void Make(std::unique_ptr<BodySource> body = nullptr, Hop::Keeper* keeper = nullptr) {
    log_.events.clear();
    hop_ = std::make_unique<Hop>(parts_, Exchange::Call{request_, limits_, std::move(body)},
                                 tenant_, phases_, warnings_, keeper, log_);
  }

  std::unique_ptr<BodySource> Source() {
    source_ = std::make_shared<ScriptedSource::State>();
    return std::make_unique<ScriptedSource>(source_, std::nullopt);
  }

  // Answers the index-th connect.
  Server& Accept(size_t index) {
    servers_.push_back(std::make_unique<Server>(world_.network.Accept(index)));
    world_.time.Settle();
    return *servers_.back();
  }

  void Say(Server& server, const std::string& bytes) {
    server.Say(bytes);
    world_.time.Settle();
  }

  // A connection that lies in the pool, as `wrap` makes it of a pipe's end.
  template <class Wrap>
  Server& PutInPool(Wrap wrap) {
    const SocketAddress address{*IpAddress::Parse("93.184.216.34"), 80};
    auto [client, far] =
        test::NewMemoryPipe(world_.time.timers(), {.first = {}, .second = address});
    servers_.push_back(std::make_unique<Server>(std::move(far)));
    pool_.Put(PoolKey{request_.url.server, tenant_}, wrap(std::move(client)), std::nullopt);
    return *servers_.back();
  }

  test::DeliveryWorld world_;
  ConnectionPool pool_{world_.time.timers(), {}};
  Hop::Parts parts_{world_.parts, pool_, {}, std::nullopt};
  OutboundRequest request_ = test::RequestTo(kUrl, "POST", "");
  const ResponseLimits limits_ = ResponseLimits::OfStream();
  Shared<std::string> tenant_;
  PhaseClock phases_{world_.time.timers(), world_.time.Now()};
  std::vector<std::string> warnings_;
  test::ExchangeLog log_;
  std::shared_ptr<ScriptedSource::State> source_;
  std::vector<std::unique_ptr<Server>> servers_;
  std::unique_ptr<Hop> hop_;
};

TEST_F(HopTest, StreamsBothWaysAndLeavesTheConnectionForTheNext) {
  Start(Source());
  Server& server = Accept(0);
  source_->Give("hello", true);
  world_.time.Settle();
  EXPECT_TRUE(server.received().ends_with("5\r\nhello\r\n0\r\n\r\n"));
  Say(server, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
  EXPECT_EQ(log_.text(), "head 200, body");
  Say(server, "lf");
  EXPECT_EQ(log_.text(), "head 200, body, end");
  EXPECT_FALSE(log_.end->reusable) << "it is in the pool";
  EXPECT_EQ(pool_.size(), 1u);
  server.Forget();
  Start();
  EXPECT_TRUE(hop_->reused());
  EXPECT_EQ(world_.network.calls.size(), 1u);
  Say(server, "HTTP/1.1 204 No\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 204, end");
}

TEST_F(HopTest, MayBeDestroyedInsideAnyEvent) {
  for (const std::string event : {"head 200", "body", "end"}) {
    log_.on_event = [&] {
      if (log_.events.back() == event) hop_.reset();
    };
    Start();
    if (event != "head 200") world_.time.Advance(std::chrono::minutes(2));
    Say(Accept(world_.network.calls.size() - 1),
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    EXPECT_FALSE(hop_) << event;
    EXPECT_EQ(log_.events.back(), event);
  }
}

TEST_F(HopTest, AnotherConnectionCarriesTheSameSourceWhereNothingOfTheRequestWasTaken) {
  FaultPlan plan(0, Fault::kFail);
  PutInPool([&](auto client) {
    return std::make_unique<test::FaultyStream>(world_.time.timers(), plan, std::move(client));
  });
  Start(Source());
  EXPECT_TRUE(plan.was_reached());
  ASSERT_EQ(world_.network.calls.size(), 1u);
  EXPECT_EQ(log_.text(), "");
  EXPECT_EQ(source_->pulls, 0u);
  Server& server = Accept(0);
  source_->Give("hello", true);
  world_.time.Settle();
  EXPECT_TRUE(server.received().ends_with("5\r\nhello\r\n0\r\n\r\n"));
  EXPECT_FALSE(hop_->reused());
}

TEST_F(HopTest, NoOtherConnectionCarriesABodyThatWasAskedFor) {
  Server& server = PutInPool([](auto client) { return client; });
  Start(Source());
  EXPECT_TRUE(hop_->reused());
  EXPECT_EQ(source_->pulls, 1u);
  server.Reset();
  world_.time.Settle();
  EXPECT_EQ(world_.network.calls.size(), 0u);
  EXPECT_EQ(log_.text(), "end reset_on_reuse");
  EXPECT_EQ(log_.end->wire, Wire::kPartial);
  EXPECT_FALSE(log_.end->body);
}

TEST_F(HopTest, AFailureOfItsOwnSourceSaysNothingOfTheServer) {
  PutInPool([](auto client) { return client; });
  PutInPool([](auto client) { return client; });
  Start(Source());
  EXPECT_TRUE(hop_->reused());
  source_->Fail({ErrorCode::kIo, "no such file"});
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "end ERR_IO");
  EXPECT_TRUE(log_.end->is_ours);
  EXPECT_EQ(log_.end->error->message, "the request's body could not be read: no such file");
  EXPECT_EQ(pool_.size(), 1u) << "the server closed none";
}

TEST_F(HopTest, TellsOfNothingThatCameBeforeTheRequestOnAConnectionUsedAgain) {
  Server& server =
      PutInPool([](auto client) { return std::make_unique<Clogged>(std::move(client)); });
  Start(Source());
  EXPECT_TRUE(hop_->reused());
  Say(server, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked");
  EXPECT_EQ(log_.text(), "");
  ASSERT_EQ(world_.network.calls.size(), 1u);
  Say(Accept(0), "HTTP/1.1 204 No\r\n\r\n");
  EXPECT_EQ(log_.text(), "head 204, end");
}

TEST_F(HopTest, MayBePausedBeforeThereIsAConnection) {
  Make(Source());
  hop_->Pause();
  hop_->Start();
  Say(Accept(0), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(source_->pulls, 1u);
  EXPECT_EQ(log_.text(), "");
  hop_->Resume();
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "head 200, body, end");
}

TEST_F(HopTest, TellsOfAFailureToConnectAfterThePause) {
  Make(Source());
  hop_->Start();
  hop_->Pause();
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "");
  hop_->Resume();
  EXPECT_EQ(log_.text(), "");
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "end connect_refused");
  EXPECT_TRUE(log_.end->body) << "nothing was asked of it";
  log_.end.reset();
}

TEST_F(HopTest, TellsOfAFailureToConnectOnce) {
  Start();
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "end connect_refused");
  hop_->Pause();
  hop_->Resume();
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "end connect_refused");
}

TEST_F(HopTest, TellsOfNoFailureToConnectAfterItWasGivenUp) {
  Start();
  hop_->Pause();
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(hop_->Abandon({ErrorCode::kTimeout, "late"}).error->code, ErrorCode::kTimeout);
  hop_->Resume();
  world_.time.Settle();
  EXPECT_EQ(log_.text(), "");
}

TEST_F(HopTest, GivesTheSourceBackWhenItIsGivenUpBeforeThereIsAConnection) {
  Start(Source());
  const Exchange::End end = hop_->Abandon({ErrorCode::kTimeout, "late"});
  EXPECT_EQ(end.error->code, ErrorCode::kTimeout);
  EXPECT_EQ(end.wire, Wire::kNone);
  EXPECT_TRUE(end.body);
  EXPECT_TRUE(world_.network.calls[0]->cancelled);
  EXPECT_EQ(log_.text(), "");
}

TEST_F(HopTest, DropsAConnectionOnWhichSomethingWasSaidWhileItWasHeld) {
  for (const bool is_unread : {false, true}) {
    Keeper keeper;
    Make(nullptr, &keeper);
    hop_->Start();
    Server& first = Accept(world_.network.calls.size() - 1);
    ASSERT_TRUE(keeper.was_asked);
    first.Say("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked");
    if (!is_unread) world_.time.Settle();
    hop_->Proceed();
    world_.time.Settle();
    EXPECT_EQ(first.received(), "");
    Say(Accept(world_.network.calls.size() - 1), "HTTP/1.1 204 No\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(log_.text(), "head 204, end");
  }
  EXPECT_EQ(world_.network.calls.size(), 4u);
}

// The tickets of TLS 1.3 come behind the handshake, and may lie there when the request may go.
TEST_F(HopTest, KeepsAConnectionOnWhichOnlyTlsItselfSaidSomething) {
  const test::TestCa ca;
  const test::TemporaryFile roots(ca.identity().Pem());
  const auto context = std::move(*TlsContext::Create(roots.path()));
  ConnectorParts connector{
      world_.time.timers(), world_.network, world_.resolver, *context, world_.parts.policy, {}};
  Hop::Parts parts{connector, pool_, {}, std::nullopt};
  request_ = test::RequestTo("https://93.184.216.34/", "POST", "");
  Keeper keeper;
  Hop hop(parts, Exchange::Call{request_, limits_}, tenant_, phases_, warnings_, &keeper, log_);
  hop.Start();
  test::TlsPeer peer(ca.Issue({.names = {"IP:93.184.216.34"}}), world_.network.Accept(0));
  for (int turn = 0; turn < 100 && !peer.is_shaken(); ++turn) world_.time.timers().RunDue();
  ASSERT_TRUE(keeper.was_asked && peer.is_shaken());
  hop.Proceed();
  EXPECT_EQ(peer.received(), "");
  world_.time.Settle();
  EXPECT_EQ(world_.network.calls.size(), 1u);
  EXPECT_TRUE(peer.received().starts_with("POST / HTTP/1.1\r\n"));
}

TEST_F(HopTest, MayBeGivenUpWhileItLooksAtWhatLiesUnread) {
  Keeper keeper;
  Make(nullptr, &keeper);
  hop_->Start();
  Server& server = Accept(0);
  server.Say("something");
  hop_->Proceed();
  EXPECT_EQ(hop_->Abandon({ErrorCode::kTimeout, "late"}).wire, Wire::kNone);
  world_.time.Settle();
  EXPECT_TRUE(server.is_closed_by_client());
  EXPECT_EQ(world_.network.calls.size(), 1u);
  EXPECT_EQ(log_.text(), "");
}

}  // namespace
}  // namespace sendoff::net

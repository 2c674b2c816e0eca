// SPDX-License-Identifier: MIT
// Requests that somebody holds between their connection and their first byte.
#include "delivery/gate.h"

#include <gtest/gtest.h>

#include "tests/unit/delivery/deliverer_fixture.h"
#include "tests/unit/delivery/fake_gate.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RequestTo;
using test::Server;

constexpr const char* kUrl = "http://93.184.216.1/";
const Error kDiskFull = {ErrorCode::kIo, "the outbox cannot be written: no space left"};

class GateTest : public test::DelivererFixture {
 protected:
  Deliverer::Options Options(size_t concurrency = 64) {
    return {.concurrency = concurrency, .gate = &gate_};
  }

  // The one record there is, of a request that a gate held and nothing was written of.
  const Record& HeldRecord(Outcome outcome, ErrorCode code) {
    EXPECT_EQ(records_.size(), 1u);
    const Record& record = records_.at(0);
    EXPECT_EQ(record.outcome, outcome);
    EXPECT_EQ(record.error->code, code);
    EXPECT_EQ(record.error->phase, Phase::kWrite);
    EXPECT_EQ(record.wire, Wire::kNone);
    EXPECT_TRUE(record.safe_to_replay());
    return record;
  }

  // A request that was answered over connection 0, which is in the pool now.
  Server& KeepAConnection(Deliverer& deliverer) {
    gate_.holds = false;
    deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
    Server& server = Accept(0);
    server.Answer();
    world_.time.Advance(milliseconds(10));
    server.Forget();
    records_.clear();
    gate_.calls.clear();
    gate_.holds = true;
    return server;
  }

  test::FakeGate gate_;
};

TEST_F(GateTest, HoldsTheFirstByteUntilItLetsTheRequestThrough) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}, "run"), sink_);
  EXPECT_TRUE(gate_.calls.empty()) << "there is no connection yet";
  Server& server = Accept(0);
  ASSERT_EQ(gate_.calls.size(), 1u);
  EXPECT_EQ(gate_.calls[0]->run, "run");
  EXPECT_EQ(gate_.calls[0]->seq, 0u);
  world_.time.Advance(seconds(1));
  EXPECT_EQ(server.received(), "");
  gate_.LetThrough(0);
  world_.time.Settle();
  EXPECT_TRUE(server.received().starts_with("POST / HTTP/1.1\r\n"));
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[0].timing.write, seconds(1));
  EXPECT_FALSE(gate_.calls[0]->called_off);
}

TEST_F(GateTest, LetsThroughAtOnceWhatItDoesNotHold) {
  gate_.holds = false;
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  EXPECT_NE(Accept(0).received(), "");
  EXPECT_EQ(gate_.calls.size(), 1u);
}

TEST_F(GateTest, ARefusedRequestHasARecordThatSaysWhyAndNothingIsWritten) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  Server& server = Accept(0);
  gate_.Refuse(0, kDiskFull);
  const Record& record = HeldRecord(Outcome::kFailed, ErrorCode::kIo);
  EXPECT_EQ(record.error->message, kDiskFull.message);
  EXPECT_EQ(record.remote_address, "93.184.216.1:80");
  world_.time.Settle();
  EXPECT_EQ(server.received(), "");
  EXPECT_TRUE(server.is_closed_by_client());
  EXPECT_EQ(deliverer.in_flight(), 0u);
}

TEST_F(GateTest, ACancelledRequestCallsItsClaimOffBeforeItsRecord) {
  Deliverer deliverer(world_.parts, Options());
  bool called_off_first = false;
  deliverer.Submit(Batch({RequestTo(kUrl)}), test::SinkOf([&](Record record) {
                     called_off_first = gate_.calls[0]->called_off;
                     records_.push_back(std::move(record));
                   }),
                   7);
  Server& server = Accept(0);
  deliverer.Cancel(7, {ErrorCode::kTerminated, "the test has enough"});
  HeldRecord(Outcome::kFailed, ErrorCode::kTerminated);
  EXPECT_TRUE(called_off_first);
  world_.time.Advance(seconds(10));
  EXPECT_EQ(records_.size(), 1u);
  EXPECT_EQ(server.received(), "");
  EXPECT_TRUE(server.is_closed_by_client());
}

TEST_F(GateTest, TheDeadlineIncludesTheTimeInWhichARequestIsHeld) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  world_.time.Advance(seconds(1));
  Server& server = Accept(0);
  world_.time.Advance(milliseconds(3999));
  EXPECT_TRUE(records_.empty());
  world_.time.Advance(milliseconds(1));
  const Record& record = HeldRecord(Outcome::kFailed, ErrorCode::kTimeout);
  EXPECT_EQ(record.error->message,
            "timeout: not done after 5000 ms, in write, held before its first byte (connect 1000 "
            "ms, write 4000 ms)");
  EXPECT_TRUE(gate_.calls[0]->called_off);
  world_.time.Settle();
  EXPECT_EQ(server.received(), "");
}

TEST_F(GateTest, AfterAShutdownWhatIsHeldMayStillGo) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl), RequestTo("http://93.184.216.2/")}), sink_);
  Server& first = Accept(0);
  Accept(1);
  bool idle = false;
  deliverer.Shutdown([&] { idle = true; });
  world_.time.Settle();
  EXPECT_TRUE(records_.empty());
  gate_.LetThrough(0);
  world_.time.Settle();
  first.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_FALSE(idle);
  world_.time.Advance(seconds(5));
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kTimeout);
  EXPECT_TRUE(idle);
}

TEST_F(GateTest, TheDeliverersEndCallsClaimsOff) {
  {
    Deliverer deliverer(world_.parts, Options());
    deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
    Accept(0);
  }
  HeldRecord(Outcome::kFailed, ErrorCode::kShutdown);
  EXPECT_TRUE(gate_.calls[0]->called_off);
  world_.time.Advance(seconds(10));
  EXPECT_EQ(records_.size(), 1u);
}

TEST_F(GateTest, ARequestThatGetsNoConnectionIsNotClaimed) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 1u);
  EXPECT_TRUE(gate_.calls.empty());
}

TEST_F(GateTest, AHeldRequestHoldsItsSlot) {
  Deliverer deliverer(world_.parts, Options(1));
  deliverer.Submit(Batch({RequestTo(kUrl), RequestTo("http://93.184.216.2/")}), sink_);
  Accept(0);
  world_.time.Advance(seconds(1));
  EXPECT_EQ(connects(), 1u);
  gate_.Refuse(0, kDiskFull);
  world_.time.Settle();
  EXPECT_EQ(connects(), 2u);
}

TEST_F(GateTest, FollowsARedirectWithoutASecondClaim) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl, "GET", "")}), sink_);
  Server& first = Accept(0);
  gate_.LetThrough(0);
  world_.time.Settle();
  first.Say("HTTP/1.1 302 Found\r\nLocation: http://93.184.216.2/\r\nContent-Length: 0\r\n\r\n");
  world_.time.Settle();
  Server& second = Accept(1);
  EXPECT_NE(second.received(), "");
  second.Answer();
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 1u);
  EXPECT_EQ(gate_.calls.size(), 1u);
}

TEST_F(GateTest, HoldsARequestOnAConnectionThatIsUsedAgain) {
  Deliverer deliverer(world_.parts, Options());
  Server& server = KeepAConnection(deliverer);
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  ASSERT_EQ(gate_.calls.size(), 1u);
  world_.time.Advance(milliseconds(100));
  EXPECT_EQ(server.received(), "");
  gate_.LetThrough(0);
  world_.time.Settle();
  EXPECT_NE(server.received(), "");
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_TRUE(records_[0].reused_connection);
  EXPECT_EQ(records_[0].timing.total, milliseconds(100));
}

// What can happen to a connection while a request is held on it.
void Close(Server& server) { server.Close(); }
void Reset(Server& server) { server.Reset(); }
void SayWhatNobodyAsked(Server& server) { server.Say("HTTP/1.1 408 Request Timeout\r\n\r\n"); }

class LostConnectionTest : public GateTest, public testing::WithParamInterface<void (*)(Server&)> {
 protected:
  // The claim is still open; lets it through and expects one more connection, and no second claim.
  void ExpectAnother(size_t index) {
    world_.time.Advance(seconds(1));
    EXPECT_EQ(connects(), index) << "before anybody knows whether it is needed";
    EXPECT_TRUE(records_.empty());
    gate_.LetThrough(0);
    world_.time.Settle();
    ASSERT_EQ(connects(), index + 1);
    Server& other = Accept(index);
    EXPECT_NE(other.received(), "");
    other.Answer();
    world_.time.Settle();
    ASSERT_EQ(records_.size(), 1u);
    EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
    EXPECT_FALSE(records_[0].reused_connection);
    EXPECT_EQ(gate_.calls.size(), 1u);
  }
};

TEST_P(LostConnectionTest, IsReplacedWhereItWasUsedBefore) {
  Deliverer deliverer(world_.parts, Options());
  Server& server = KeepAConnection(deliverer);
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  ASSERT_EQ(gate_.calls.size(), 1u);
  GetParam()(server);
  ExpectAnother(1);
  EXPECT_EQ(server.received(), "");
}

TEST_P(LostConnectionTest, IsReplacedWhereItIsNew) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  Server& server = Accept(0);
  GetParam()(server);
  ExpectAnother(1);
  EXPECT_EQ(server.received(), "");
}

TEST_P(LostConnectionTest, IsReplacedWhereItWasLostInTheSameTurnInWhichItIsLetThrough) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  Server& server = Accept(0);
  GetParam()(server);
  gate_.LetThrough(0);
  world_.time.Settle();
  EXPECT_EQ(connects(), 2u);
  EXPECT_EQ(server.received(), "");
}

INSTANTIATE_TEST_SUITE_P(Ways, LostConnectionTest,
                         testing::Values(&Close, &Reset, &SayWhatNobodyAsked));

TEST_F(GateTest, AConnectionThatIsIdleForTooLongWhileItsRequestIsHeldIsReplaced) {
  for (const auto& [method, held, connections] :
       {std::tuple("POST", milliseconds(990), 1u), std::tuple("POST", milliseconds(991), 2u),
        std::tuple("GET", milliseconds(3990), 1u), std::tuple("GET", milliseconds(3991), 2u)}) {
    SCOPED_TRACE(method + std::to_string(held.count()));
    world_.network.calls.clear();
    Deliverer deliverer(world_.parts, Options());
    KeepAConnection(deliverer);  // for 10 ms
    deliverer.Submit(Batch({RequestTo(kUrl, method, "")}), sink_);
    ASSERT_EQ(gate_.calls.size(), 1u);
    world_.time.Advance(held);
    gate_.LetThrough(0);
    world_.time.Settle();
    EXPECT_EQ(connects(), connections);
  }
}

TEST_F(GateTest, TheReplacementOfALostConnectionMayFail) {
  Deliverer deliverer(world_.parts, Options());
  deliverer.Submit(Batch({RequestTo(kUrl)}), sink_);
  Accept(0).Close();
  world_.time.Settle();
  gate_.LetThrough(0);
  world_.time.Settle();
  world_.network.Refuse(1, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kConnectRefused);
  EXPECT_EQ(records_[0].wire, Wire::kNone);
  EXPECT_EQ(records_[0].remote_address, "");
}

TEST_F(GateTest, HoldsRequestsThatAStepWaitsForWithinTheirOwnDeadline) {
  Deliverer deliverer(world_.parts, Options());
  net::OutboundRequest request = RequestTo(kUrl);
  request.awaited =
      std::make_shared<const net::AwaitedTerms>(net::AwaitedTerms{seconds(1), 5, 1 << 20});
  deliverer.Submit(Batch({std::move(request)}), sink_, 7);
  Accept(0);
  EXPECT_EQ(gate_.calls.size(), 1u);
  world_.time.Advance(seconds(1));
  HeldRecord(Outcome::kFailed, ErrorCode::kTimeout);
}

// A gate whose claims come back to it at their end.
class CountingGate final : public Gate {
 public:
  explicit CountingGate(size_t& ended_too_late) : ended_too_late_(ended_too_late) {}

  std::unique_ptr<Pending> Claim(const RunInfo&, const net::OutboundRequest&, Then then) override {
    then_ = std::move(then);
    return std::make_unique<Counted>(life_, ended_too_late_);
  }

  void Refuse() {
    const Then then = std::move(then_);
    then(Error(kDiskFull));
  }

 private:
  class Counted final : public Pending {
   public:
    Counted(std::weak_ptr<int> gate, size_t& ended_too_late)
        : gate_(std::move(gate)), ended_too_late_(ended_too_late) {}
    ~Counted() override {
      if (gate_.expired()) ++ended_too_late_;
    }

   private:
    const std::weak_ptr<int> gate_;
    size_t& ended_too_late_;
  };

  size_t& ended_too_late_;
  const std::shared_ptr<int> life_ = std::make_shared<int>();
  Then then_;
};

TEST_F(GateTest, MayBeDestroyedByTheOneWhoWaitsUntilTheDelivererIsIdle) {
  size_t ended_too_late = 0;
  auto gate = std::make_unique<CountingGate>(ended_too_late);
  auto deliverer =
      std::make_unique<Deliverer>(world_.parts, Deliverer::Options{.gate = gate.get()});
  deliverer->Submit(Batch({RequestTo(kUrl)}), sink_);
  Accept(0);
  deliverer->Shutdown([&] {
    deliverer.reset();
    gate.reset();
  });
  world_.time.Settle();
  gate->Refuse();
  EXPECT_EQ(gate, nullptr);
  EXPECT_EQ(ended_too_late, 0u) << "a claim after its gate";
  HeldRecord(Outcome::kFailed, ErrorCode::kIo);
}

}  // namespace
}  // namespace sendoff::delivery

// SPDX-License-Identifier: MIT
// What becomes of requests when the Deliverer is destroyed, in each phase that one can be in: one
// record each, connections closed, and no timer left (the queue checks that at its end).
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using test::RequestTo;

class TeardownTest : public test::DelivererFixture {
 protected:
  // Destroys a deliverer with `request` when `reach` has brought it where it should be.
  Record EndIn(net::OutboundRequest request, const std::function<void()>& reach) {
    {
      Deliverer deliverer(world_.parts, {});
      deliverer.Submit(Batch({std::move(request)}), sink_);
      reach();
      EXPECT_TRUE(records_.empty()) << "it did not get there";
    }
    EXPECT_EQ(records_.size(), 1u);
    world_.time.Advance(std::chrono::seconds(10));
    EXPECT_EQ(records_.size(), 1u) << "a second record, after the end";
    Record record = records_.at(0);
    EXPECT_EQ(record.outcome, Outcome::kFailed);
    EXPECT_EQ(record.error->code, ErrorCode::kShutdown);
    return record;
  }
};

TEST_F(TeardownTest, WhileTheNameIsLookedUp) {
  const Record record = EndIn(RequestTo("http://a.example/"), [] {});
  EXPECT_EQ(record.error->phase, Phase::kDns);
  EXPECT_EQ(record.wire, Wire::kNone);
  EXPECT_EQ(world_.resolver.waiting("a.example"), 0u);
}

TEST_F(TeardownTest, WhileItConnects) {
  const Record record = EndIn(RequestTo("http://93.184.216.1/"), [] {});
  EXPECT_EQ(record.error->phase, Phase::kConnect);
  EXPECT_TRUE(world_.network.calls[0]->cancelled);
}

TEST_F(TeardownTest, WhileHandsAreShaken) {
  const Record record = EndIn(RequestTo("https://93.184.216.1/"), [this] { Accept(0); });
  EXPECT_EQ(record.error->phase, Phase::kTls);
  EXPECT_EQ(record.wire, Wire::kNone);
  EXPECT_TRUE(servers_[0]->is_closed_by_client());
}

TEST_F(TeardownTest, WhileTheRequestIsWritten) {
  std::unique_ptr<net::ByteStream> deaf;
  const Record record =
      EndIn(RequestTo("http://93.184.216.1/", "POST", std::string(1 << 20, 'x')), [&] {
        deaf =
            world_.network.Accept(0, std::nullopt, {.capacity = 1000, .first = {}, .second = {}});
        world_.time.Settle();
      });
  EXPECT_EQ(record.error->phase, Phase::kWrite);
  EXPECT_EQ(record.wire, Wire::kPartial);
  EXPECT_FALSE(record.safe_to_replay());
}

TEST_F(TeardownTest, WhileItWaitsForTheResponse) {
  const Record record = EndIn(RequestTo("http://93.184.216.1/"), [this] { Accept(0); });
  EXPECT_EQ(record.error->phase, Phase::kWait);
  EXPECT_EQ(record.wire, Wire::kFull);
  EXPECT_TRUE(servers_[0]->is_closed_by_client());
}

TEST_F(TeardownTest, WhileTheResponseIsRead) {
  const Record record = EndIn(RequestTo("http://93.184.216.1/"), [this] {
    Accept(0).Say("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nhalf");
    world_.time.Settle();
  });
  EXPECT_EQ(record.error->phase, Phase::kRead);
  EXPECT_EQ(record.response->status, 201);
  EXPECT_EQ(*record.response->body.kept, "half");
}

TEST_F(TeardownTest, BetweenTwoHops) {
  const Record record = EndIn(RequestTo("http://93.184.216.1/", "GET", ""), [this] {
    Accept(0).Say(
        "HTTP/1.1 302 Found\r\nLocation: http://93.184.216.2/\r\nContent-Length: 0\r\n\r\n");
    // The response is read in this turn, and the next hop begins in the one after it.
    world_.time.timers().RunDue();
  });
  EXPECT_EQ(connects(), 1u);
  EXPECT_EQ(record.redirects.size(), 1u);
  EXPECT_EQ(record.wire, Wire::kNone);
}

TEST_F(TeardownTest, OnTheSecondHop) {
  const Record record = EndIn(RequestTo("http://93.184.216.1/", "GET", ""), [this] {
    Accept(0).Say("HTTP/1.1 302 Found\r\nLocation: http://a.example/\r\nContent-Length: 0\r\n\r\n");
    world_.time.Settle();
  });
  EXPECT_EQ(record.redirects.size(), 1u);
  EXPECT_EQ(record.error->phase, Phase::kDns);
  EXPECT_EQ(world_.resolver.waiting("a.example"), 0u);
}

TEST_F(TeardownTest, InTheQueue) {
  {
    Deliverer deliverer(world_.parts, {.concurrency = 1});
    deliverer.Submit(
        Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}, "first"),
        sink_);
    deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0")}, "second"), sink_);
  }
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_EQ(records_[0].id, "first.0");
  EXPECT_EQ(records_[0].outcome, Outcome::kFailed);
  EXPECT_EQ(records_[1].id, "first.1");
  EXPECT_EQ(records_[1].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records_[2].id, "second.0");
  for (const Record& record : records_) EXPECT_EQ(record.error->code, ErrorCode::kShutdown);
}

TEST_F(TeardownTest, AfterShutdownBeforeItHadItsTurn) {
  {
    Deliverer deliverer(world_.parts, {.concurrency = 1});
    deliverer.Submit(
        Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}), sink_);
    deliverer.Shutdown([] { ADD_FAILURE() << "it was never idle"; });
  }
  EXPECT_EQ(records_.size(), 2u);
}

}  // namespace
}  // namespace sendoff::delivery

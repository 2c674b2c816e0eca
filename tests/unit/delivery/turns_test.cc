// SPDX-License-Identifier: MIT
// Whose request is next, and that nobody's many requests hold up the others.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using std::chrono::seconds;
using test::RequestTo;
using test::Server;

class TurnsTest : public test::DelivererFixture {
 protected:
  // Requests that the step of `run` waits for, each a batch of its own as from a script. They go to
  // a server of the run's own.
  void Await(Deliverer& deliverer, const std::string& run, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      net::OutboundRequest request = RequestTo("http://93.184.216.1:" + PortOf(run) + "/");
      request.awaited =
          std::make_shared<const net::AwaitedTerms>(net::AwaitedTerms{seconds(30), 5, 1 << 20});
      RunBatch batch = Batch({}, run);
      request.seq = i;
      batch.requests.push_back(std::move(request));
      deliverer.Submit(std::move(batch), sink_, ++last_token_);
    }
  }

  void Send(Deliverer& deliverer, const std::string& run, size_t count) {
    std::deque<net::OutboundRequest> requests;
    for (size_t i = 0; i < count; ++i) {
      requests.push_back(RequestTo("http://93.184.216.1:" + PortOf(run) + "/"));
    }
    deliverer.Submit(Batch(std::move(requests), run), sink_);
  }

  static std::string PortOf(const std::string& run) { return std::to_string(1000 + run[0]); }

  // Ends the index-th request that was begun, and starts what that lets begin.
  void End(size_t index) {
    world_.network.Refuse(index, {ErrorCode::kConnectRefused, "no"});
    world_.time.Settle();
  }

  // Whose requests were begun, in order: a letter each.
  std::string Begun() const {
    std::string runs;
    for (const auto& call : world_.network.calls) {
      runs += static_cast<char>(call->to.port - 1000);
    }
    return runs;
  }

  uint64_t last_token_ = 0;
};

TEST_F(TurnsTest, ARunHasOnePlaceHoweverManyRequestsItWaitsFor) {
  Deliverer deliverer(world_.parts, {.concurrency = 2});
  Await(deliverer, "a", 100);
  EXPECT_EQ(Begun(), "aa");
  Await(deliverer, "b", 3);
  Send(deliverer, "c", 3);
  EXPECT_EQ(Begun(), "aab") << "one of two is the part of each";
  for (const size_t index : {2, 3, 4, 5, 6}) End(index);
  EXPECT_EQ(Begun(), "aabbcbcc") << "those of the first were before them in the queue";
  End(7);
  End(0);
  EXPECT_EQ(Begun(), "aabbcbcca");
}

TEST_F(TurnsTest, ALoneRunMayUseAllSlotsAndOthersGetTheirPartAsSoonAsTheyCome) {
  Deliverer deliverer(world_.parts, {.concurrency = 4});
  Await(deliverer, "a", 100);
  EXPECT_EQ(Begun(), "aaaa");
  Await(deliverer, "b", 100);
  EXPECT_EQ(Begun(), "aaaabb") << "half of four";
  Await(deliverer, "c", 100);
  EXPECT_EQ(Begun(), "aaaabbc");
  Await(deliverer, "d", 100);
  EXPECT_EQ(Begun(), "aaaabbcd");
  Await(deliverer, "e", 100);
  EXPECT_EQ(deliverer.in_flight(), 8u) << "more than twice the bound";
  // Four use a slot each, which is all there are; what the first holds too many is nobody's.
  for (const size_t index : {0, 1, 2}) End(index);
  EXPECT_EQ(Begun(), "aaaabbcd");
  EXPECT_EQ(deliverer.in_flight(), 5u);
  for (const size_t index : {4, 5, 8}) End(index);
  EXPECT_EQ(Begun(), "aaaabbcdbe") << "who has waited longest is first";
}

TEST_F(TurnsTest, FreeSlotsGoToWhoHasTheFewestInFlight) {
  Deliverer deliverer(world_.parts, {.concurrency = 4});
  Await(deliverer, "a", 3);
  Await(deliverer, "b", 10);
  EXPECT_EQ(Begun(), "aaabb");
  Await(deliverer, "a", 10);
  End(3);
  EXPECT_EQ(Begun(), "aaabbb");
  End(4);
  End(5);
  EXPECT_EQ(Begun(), "aaabbbbb");
}

TEST_F(TurnsTest, BatchesOfOneRunHaveOneTurnBetweenThem) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  const auto send = [&](const std::string& run, const std::string& server) {
    const std::string url = "http://93.184.216.1:" + PortOf(server) + "/";
    deliverer.Submit(Batch({RequestTo(url), RequestTo(url)}, run), sink_);
  };
  send("other", "x");
  send("one", "a");
  send("one", "b");
  send("two", "c");
  for (size_t index = 0; index < 7; ++index) End(index);
  EXPECT_EQ(Begun(), "xxacbcab");
}

TEST_F(TurnsTest, RunsOfOneTenantHaveATurnEach) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  const auto send = [&](const std::string& run, const std::string& tenant) {
    const std::string url = "http://93.184.216.1:" + PortOf(run) + "/";
    RunBatch batch = Batch({RequestTo(url), RequestTo(url)}, run);
    batch.info.tenant = tenant;
    deliverer.Submit(std::move(batch), sink_);
  };
  send("x", "other");
  send("a", "one");
  send("b", "one");
  send("c", "two");
  for (size_t index = 0; index < 7; ++index) End(index);
  EXPECT_EQ(Begun(), "xxabcabc");
}

TEST_F(TurnsTest, ARunWhoseOriginIsFullLosesItsTurnUntilThereIsRoom) {
  Deliverer deliverer(world_.parts, {.concurrency = 3, .concurrency_per_origin = 1});
  Send(deliverer, "a", 3);
  Send(deliverer, "b", 1);
  EXPECT_EQ(Begun(), "ab");
  End(0);
  End(2);
  EXPECT_EQ(Begun(), "abaa");
}

TEST_F(TurnsTest, StartsABoundedNumberInATurnOfTheLoop) {
  Deliverer deliverer(world_.parts, {.concurrency = 1000, .concurrency_per_origin = 1000});
  Send(deliverer, "a", 300);
  const size_t at_once = connects();
  EXPECT_LT(at_once, 300u);
  world_.time.timers().RunDue();
  EXPECT_EQ(connects(), 2 * at_once);
  world_.time.Settle();
  EXPECT_EQ(connects(), 300u);
}

TEST_F(TurnsTest, EndsABoundedNumberInATurnOfTheLoopAtAShutdown) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  Send(deliverer, "a", 1500);
  Await(deliverer, "b", 1500);
  bool idle = false;
  deliverer.Shutdown([&] { idle = true; });
  world_.time.timers().RunDue();
  EXPECT_LT(records_.size(), 2000u);
  EXPECT_FALSE(idle);
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 2999u) << "one is in flight";
  world_.time.Advance(seconds(30));
  EXPECT_EQ(records_.size(), 3000u);
  EXPECT_TRUE(idle);
}

TEST_F(TurnsTest, CancelsWhatItIsToldAndNothingElse) {
  Deliverer deliverer(world_.parts, {.concurrency = 2});
  const Error reason{ErrorCode::kTerminated, "the test has enough"};
  Await(deliverer, "a", 3);  // tokens 1 to 3, of which 1 and 2 are in flight
  Await(deliverer, "b", 3);  // tokens 4 to 6, of which 4 is
  Send(deliverer, "c", 1);
  EXPECT_EQ(Begun(), "aab");
  deliverer.Cancel(0, reason);
  deliverer.Cancel(99, reason);
  EXPECT_TRUE(records_.empty());

  deliverer.Cancel(3, reason);  // waits
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].run, "a");
  EXPECT_EQ(records_[0].seq, 2u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kTerminated);
  deliverer.Cancel(3, reason);
  EXPECT_EQ(records_.size(), 1u) << "cancelled twice";

  deliverer.Cancel(4, reason);  // in flight
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].run, "b");
  EXPECT_EQ(records_[1].outcome, Outcome::kFailed);
  EXPECT_TRUE(world_.network.calls[2]->cancelled);
  EXPECT_EQ(Begun(), "aab") << "started inside the call";
  world_.time.Settle();
  EXPECT_EQ(Begun(), "aabb");
  End(0);
  End(1);
  EXPECT_EQ(Begun(), "aabbc");
  for (const size_t index : {3, 4, 5}) End(index);
  EXPECT_EQ(records_.size(), 7u);
  EXPECT_EQ(deliverer.in_flight(), 0u);
}

TEST_F(TurnsTest, WhoeverIsLeftGetsThePartsOfThoseThatWereCancelled) {
  Deliverer deliverer(world_.parts, {.concurrency = 4});
  Await(deliverer, "a", 4);
  Await(deliverer, "b", 1);  // token 5, in flight
  Await(deliverer, "c", 2);  // one in flight; its part is one
  EXPECT_EQ(Begun(), "aaaabc");
  deliverer.Cancel(5, {ErrorCode::kTerminated, "the test has enough"});
  world_.time.Settle();
  EXPECT_EQ(Begun(), "aaaabcc") << "its part is two now";
}

TEST_F(TurnsTest, ACancelledRunThatWaitedForItsOriginIsForgottenThere) {
  Deliverer deliverer(world_.parts, {.concurrency = 3, .concurrency_per_origin = 1});
  RunBatch first = Batch({RequestTo("http://93.184.216.1/")}, "a");
  RunBatch second =
      Batch({RequestTo("http://93.184.216.1/"), RequestTo("http://93.184.216.1/")}, "b");
  deliverer.Submit(std::move(first), sink_);
  deliverer.Submit(std::move(second), sink_, 7);
  EXPECT_EQ(connects(), 1u);
  deliverer.Cancel(7, {ErrorCode::kTerminated, "the test has enough"});
  EXPECT_EQ(records_.size(), 2u);
  End(0);
  EXPECT_EQ(connects(), 1u);
  EXPECT_EQ(records_.size(), 3u);
}

}  // namespace
}  // namespace sendoff::delivery

// SPDX-License-Identifier: MIT
// Redirects on their way through a Deliverer: connections, time, the policy, the record.
#include <gtest/gtest.h>

#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RequestTo;
using test::Server;

std::string RedirectTo(const std::string& location, int status = 302) {
  return "HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + location +
         "\r\nContent-Length: 2\r\n\r\nhi";
}

class RedirectsTest : public test::DelivererFixture {
 protected:
  Server& AcceptAndSay(size_t index, const std::string& bytes) {
    Server& server = Accept(index);
    server.Say(bytes);
    world_.time.Settle();
    return server;
  }
};

TEST_F(RedirectsTest, FollowsAGetAndRecordsTheWay) {
  Deliverer deliverer(world_.parts, {});
  net::OutboundRequest request = RequestTo("http://93.184.216.1/a", "GET", "");
  request.headers = {{"X-Api-Key", "k"}, {"Accept", "*/*"}};
  deliverer.Submit(Batch({std::move(request)}), sink_);
  AcceptAndSay(0, RedirectTo("http://luke:force@93.184.216.2/b"));
  EXPECT_TRUE(records_.empty());
  Server& second = Accept(1);
  EXPECT_EQ(second.received(),
            "GET /b HTTP/1.1\r\nHost: 93.184.216.2\r\nAccept: */*\r\nConnection: keep-alive\r\n"
            "\r\n");
  second.Answer("there");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  const Record& record = records_[0];
  EXPECT_EQ(record.outcome, Outcome::kDelivered);
  EXPECT_EQ(record.request.url, "http://93.184.216.1/a");
  EXPECT_EQ(record.request.headers.at(1).value, "k");
  ASSERT_EQ(record.redirects.size(), 1u);
  EXPECT_EQ(record.redirects[0].status, 302);
  EXPECT_EQ(record.redirects[0].location, "http://[redacted]@93.184.216.2/b");
  EXPECT_EQ(record.redirects[0].remote_address, "93.184.216.1:80");
  EXPECT_EQ(record.remote_address, "93.184.216.2:80");
  EXPECT_EQ(*record.response->body.kept, "there");
  EXPECT_TRUE(record.warnings.empty());
  EXPECT_EQ(deliverer.in_flight(), 0u);
}

TEST_F(RedirectsTest, UsesTheConnectionAgainWhereTheServerIsTheSame) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/a", "GET", "")}), sink_);
  Server& server = AcceptAndSay(0, RedirectTo("/b"));
  world_.time.Advance(std::chrono::milliseconds(10));
  EXPECT_EQ(connects(), 1u);
  EXPECT_NE(server.received().find("GET /b "), std::string::npos);
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_TRUE(records_[0].reused_connection);
}

TEST_F(RedirectsTest, MakesANewConnectionWhereTheServerClosesIt) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/a", "GET", "")}), sink_);
  AcceptAndSay(0,
               "HTTP/1.1 302 Found\r\nLocation: /b\r\nConnection: close\r\nContent-Length: 0\r\n"
               "\r\n");
  EXPECT_EQ(connects(), 2u);
  Accept(1).Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_FALSE(records_[0].reused_connection);
}

TEST_F(RedirectsTest, GivesTheWholeChainOneDeadline) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/", "GET", "")}), sink_);
  world_.time.Advance(seconds(2));
  AcceptAndSay(0, RedirectTo("http://93.184.216.2/"));
  world_.time.Advance(seconds(1));
  Accept(1);
  world_.time.Advance(milliseconds(1999));
  EXPECT_TRUE(records_.empty());
  world_.time.Advance(milliseconds(1));
  ASSERT_EQ(records_.size(), 1u);
  const Record& record = records_[0];
  EXPECT_EQ(record.error->code, ErrorCode::kTimeout);
  EXPECT_EQ(record.error->message,
            "timeout: not done after 5000 ms, in wait (connect 3000 ms, wait 2000 ms; with 1 "
            "redirect)");
  EXPECT_EQ(record.timing.connect, seconds(3));
  EXPECT_EQ(record.timing.total, seconds(5));
  EXPECT_EQ(record.redirects.size(), 1u);
  EXPECT_FALSE(record.response);
}

TEST_F(RedirectsTest, EndsALoopAfterFiveAndKeepsTheLastResponse) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/loop", "GET", "")}), sink_);
  Server& server = Accept(0);
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(records_.empty());
    server.Say(RedirectTo("/loop"));
    world_.time.Advance(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kFailed);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kRedirect);
  EXPECT_EQ(records_[0].redirects.size(), 5u);
  EXPECT_EQ(records_[0].response->status, 302);
  EXPECT_EQ(records_[0].wire, Wire::kFull);
}

TEST_F(RedirectsTest, LeavesARedirectOfAPostToItsSender) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/")}), sink_);
  AcceptAndSay(0, RedirectTo("/b", 307));
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[0].response->status, 307);
  EXPECT_TRUE(records_[0].redirects.empty());
  EXPECT_EQ(records_[0].warnings.size(), 1u);
}

TEST_F(RedirectsTest, MayNotBeReplayedOnceAnyHopHadAnUnsafeRequest) {
  Deliverer deliverer(world_.parts, {.redirects = Redirects::kAll});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/")}), sink_);
  AcceptAndSay(0, RedirectTo("http://93.184.216.2/", 303));
  world_.network.Refuse(1, {ErrorCode::kConnectRefused, "no"});
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].wire, Wire::kNone) << "of the last hop";
  EXPECT_FALSE(records_[0].safe_to_replay()) << "the first server had the whole POST";
  EXPECT_EQ(records_[0].remote_address, "");
}

TEST_F(RedirectsTest, FailsAsTheHopFailedThatItLedTo) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/", "GET", "")}), sink_);
  AcceptAndSay(0, RedirectTo("http://93.184.216.2/"));
  Accept(1).Reset();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kReset);
  EXPECT_EQ(records_[0].remote_address, "93.184.216.2:80");
  EXPECT_TRUE(records_[0].safe_to_replay());
}

TEST_F(RedirectsTest, DoesNotFollowWithHalfAResponse) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/", "GET", "")}), sink_);
  Accept(0).Say("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 10\r\n\r\nhalf");
  world_.time.Settle();
  servers_[0]->Close();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kTruncatedResponse);
  EXPECT_EQ(connects(), 1u);
}

TEST_F(RedirectsTest, KeepsItsOneSlotOverAllHops) {
  Deliverer deliverer(world_.parts, {.concurrency = 2, .concurrency_per_origin = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/", "GET", ""),
                          RequestTo("http://93.184.216.2/", "GET", "")}),
                   sink_);
  AcceptAndSay(0, RedirectTo("http://93.184.216.2/"));
  EXPECT_EQ(connects(), 3u) << "a hop takes no place in the queue of the origin it leads to";
  EXPECT_EQ(deliverer.in_flight(), 2u);
}

// The same with the policy that people have who ask for nothing.
class GuardedRedirectsTest : public RedirectsTest {
 protected:
  void Guard(const net::EgressPolicy::Options& options) {
    world_.parts.policy = *net::EgressPolicy::Create(options);
  }
};

TEST_F(GuardedRedirectsTest, ChecksEachHopAsIfItWereTheFirst) {
  Guard({});
  for (const std::string place :
       {"http://127.0.0.1/", "http://[::ffff:7f00:1]/", "//2130706433/",
        "http://169.254.169.254/latest/meta-data/", "http://93.184.216.1:25/"}) {
    records_.clear();
    servers_.clear();
    world_.network.calls.clear();
    Deliverer deliverer(world_.parts, {});
    deliverer.Submit(Batch({RequestTo("http://93.184.216.1/", "GET", "")}), sink_);
    AcceptAndSay(0, RedirectTo(place));
    ASSERT_EQ(records_.size(), 1u) << place;
    EXPECT_EQ(records_[0].error->code, ErrorCode::kEgressDenied) << place;
    EXPECT_EQ(records_[0].redirects.at(0).location, place);
    EXPECT_EQ(records_[0].remote_address, "") << "the last hop had none";
    EXPECT_EQ(connects(), 1u);
  }
}

TEST_F(GuardedRedirectsTest, ChecksANameAgainThatLedElsewhereAMomentAgo) {
  Guard({});
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://rebinding.example/", "GET", "")}), sink_);
  world_.resolver.Answer("rebinding.example", {"93.184.216.1"});
  AcceptAndSay(0,
               "HTTP/1.1 302 Found\r\nLocation: /b\r\nConnection: close\r\nContent-Length: 0\r\n"
               "\r\n");
  world_.resolver.Answer("rebinding.example", {"127.0.0.1"});
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kEgressDenied);
  EXPECT_EQ(connects(), 1u);
}

TEST_F(GuardedRedirectsTest, DoesNotReachAClosedHostOverAnOpenOnesConnection) {
  Guard({.allow_net = {"open.example"}});
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://open.example/", "GET", "")}), sink_);
  world_.resolver.Answer("open.example", {"10.0.0.1"});
  AcceptAndSay(0, RedirectTo("http://closed.example/"));
  world_.resolver.Answer("closed.example", {"10.0.0.1"});
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kEgressDenied);
}

TEST_F(GuardedRedirectsTest, LeavesAPooledConnectionWhoseAddressHasBecomeThisMachines) {
  std::vector<net::IpAddress> own;
  Guard({.own_addresses =
             std::make_shared<net::OwnAddresses>(world_.time.clock(), [&own] { return own; })});
  Deliverer deliverer(world_.parts, {.timeout = seconds(30)});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/a", "GET", "")}), sink_);
  Accept(0);
  own = {*net::IpAddress::Parse("93.184.216.1")};
  world_.time.Advance(seconds(6));
  servers_[0]->Say(RedirectTo("/b"));
  world_.time.Advance(std::chrono::milliseconds(10));
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kEgressDenied);
}

TEST_F(GuardedRedirectsTest, WarnsOfEachHopThatWouldBeRefusedAndOfEachOnlyOnce) {
  Guard({.mode = Egress::kReport});
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://10.0.0.1/", "GET", "")}), sink_);
  Server& first = AcceptAndSay(0, RedirectTo("/again"));
  world_.time.Advance(std::chrono::milliseconds(10));
  first.Say(RedirectTo("http://127.0.0.1/"));
  world_.time.Settle();
  Accept(1).Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  ASSERT_EQ(records_[0].warnings.size(), 2u);
  EXPECT_NE(records_[0].warnings[0].find("rule private"), std::string::npos);
  EXPECT_NE(records_[0].warnings[1].find("rule loopback"), std::string::npos);
}

}  // namespace
}  // namespace sendoff::delivery

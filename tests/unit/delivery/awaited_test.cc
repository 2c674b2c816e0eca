// SPDX-License-Identifier: MIT
// What is different about a request whose response a step waits for.
#include <gtest/gtest.h>

#include <algorithm>

#include "delivery/deliverer.h"
#include "net/http/header_names.h"
#include "tests/support/gzip.h"
#include "tests/support/turn_limit.h"
#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using test::Gzip;

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RequestTo;
using test::Server;

class AwaitedTest : public test::DelivererFixture {
 protected:
  void Await(Deliverer& deliverer, const net::AwaitedTerms& terms, net::OutboundRequest request) {
    request.awaited = std::make_shared<const net::AwaitedTerms>(terms);
    deliverer.Submit(Batch({std::move(request)}), sink_);
  }
  void Await(Deliverer& deliverer, const net::AwaitedTerms& terms,
             const std::string& method = "GET") {
    Await(deliverer, terms, RequestTo(kUrl, method, method == "GET" ? "" : "{}"));
  }

  static constexpr const char* kUrl = "http://93.184.216.1/";
  static constexpr net::AwaitedTerms kTerms{seconds(30), 5, 1000};
};

TEST_F(AwaitedTest, HasItsOwnDeadline) {
  Deliverer deliverer(world_.parts, {.timeout = seconds(5)});
  Await(deliverer, {seconds(30), 5, 1000});
  Await(deliverer, {milliseconds(20), 5, 1000});
  world_.time.Advance(milliseconds(20));
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].kind, Kind::kAwaited);
  EXPECT_TRUE(records_[0].error->message.starts_with("timeout: not done after 20 ms, in connect"));
  world_.time.Advance(seconds(29));
  EXPECT_EQ(records_.size(), 1u);
  world_.time.Advance(seconds(1));
  EXPECT_EQ(records_.size(), 2u);
}

TEST_F(AwaitedTest, CountsTheWaitForASlot) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  Await(deliverer, {seconds(3), 5, 1000});
  Await(deliverer, {seconds(4), 5, 1000});
  Await(deliverer, {seconds(2), 5, 1000});
  world_.time.Advance(seconds(4));
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_EQ(records_[1].timing.queued, seconds(3));
  EXPECT_EQ(records_[1].timing.total, seconds(1));
  EXPECT_EQ(records_[2].error->code, ErrorCode::kTimeout);
  EXPECT_EQ(connects(), 2u) << "the last was too late when its turn came";
  EXPECT_NE(records_[1].started_at, std::nullopt);
  EXPECT_EQ(records_[2].started_at, std::nullopt);
}

TEST_F(AwaitedTest, MayAskOneServerForManyAtOnce) {
  Deliverer deliverer(world_.parts, {.concurrency = 10, .concurrency_per_origin = 2});
  for (int i = 0; i < 5; ++i) Await(deliverer, kTerms);
  EXPECT_EQ(connects(), 5u);
  deliverer.Submit(Batch({RequestTo(kUrl)}, "deferred"), sink_);
  EXPECT_EQ(connects(), 5u) << "they count for those that wait for nothing";
}

TEST_F(AwaitedTest, FollowsAsManyRedirectsAsItsStepSays) {
  Deliverer deliverer(world_.parts, {.redirects = Redirects::kNone});
  const auto redirect = [&](size_t index) {
    Accept(index).Say(
        "HTTP/1.1 302 Found\r\nLocation: /next\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    world_.time.Settle();
  };
  Await(deliverer, {seconds(30), 1, 1000}, "POST");
  redirect(0);
  ASSERT_EQ(connects(), 2u);
  Server& second = Accept(1);
  EXPECT_TRUE(second.received().starts_with("GET /next ")) << "as axios does with a POST";
  second.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].redirects.size(), 1u);

  Await(deliverer, {seconds(30), 1, 1000});
  world_.time.Advance(milliseconds(10));
  second.Say(
      "HTTP/1.1 302 Found\r\nLocation: /a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  world_.time.Settle();
  redirect(2);
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kRedirect) << "the second";

  Await(deliverer, {seconds(30), 0, 1000});
  redirect(3);
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_EQ(records_[2].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[2].response->status, 302) << "who follows none is given the redirect";
  EXPECT_TRUE(records_[2].warnings.empty());
}

TEST_F(AwaitedTest, IsGivenTheWholeBodyOrAnError) {
  Deliverer::Options options;
  options.response_limits.body_kept_bytes = 10;
  options.response_limits.body_read_bytes = 20;
  Deliverer deliverer(world_.parts, options);
  Await(deliverer, kTerms);
  Accept(0).Answer(std::string(999, 'x'));
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].response->body.kept->size(), 999u);
  EXPECT_FALSE(records_[0].response->body.truncated);
  Await(deliverer, kTerms);
  world_.time.Advance(milliseconds(10));
  servers_[0]->Answer(std::string(1001, 'x'));
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kResponseTooLarge);
}

// A response of 32 KiB that stands for 32 MiB.
class AwaitedBombTest : public AwaitedTest {
 protected:
  static constexpr size_t kSize = 32 << 20;

  AwaitedBombTest() {
    Await(deliverer_, {seconds(30), 5, kSize});
    const std::string coded = Gzip(std::string(kSize, 'x'));
    server_ = &Accept(0);
    server_->Say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                 std::to_string(coded.size()) + "\r\n\r\n" + coded);
  }

  // A turn of the loop.
  void Turn() {
    const Duration before = test::ThreadCpuTime();
    world_.time.timers().RunDue();
    longest_ = std::max(longest_, test::ThreadCpuTime() - before);
  }

  Deliverer deliverer_{world_.parts, {}};
  Server* server_;
  Duration longest_{};
};

TEST_F(AwaitedBombTest, IsDecodedInShortTurns) {
  size_t turns = 0;
  for (; records_.empty() && turns < 10'000; ++turns) Turn();
  EXPECT_GT(turns, 100u);
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_TRUE(*records_[0].response->body.kept == std::string(kSize, 'x'));
  test::ExpectShortTurns(longest_);
  // Nothing has come on it meanwhile.
  Await(deliverer_, kTerms);
  world_.time.Advance(milliseconds(10));
  EXPECT_EQ(connects(), 1u);
}

TEST_F(AwaitedBombTest, IsNotDecodedToItsEndByADeadline) {
  for (int i = 0; i < 10; ++i) Turn();
  ASSERT_TRUE(records_.empty());
  world_.time.clock().MoveTo(world_.time.Now() + seconds(30));
  Turn();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kTimeout);
  EXPECT_TRUE(records_[0].response->body.truncated);
  EXPECT_LT(records_[0].response->body.kept->size(), kSize / 8);
  test::ExpectShortTurns(longest_);
}

TEST_F(AwaitedBombTest, LeavesNoConnectionOnWhichSomethingCameMeanwhile) {
  Turn();
  server_->Say("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  Await(deliverer_, kTerms);
  world_.time.Advance(milliseconds(10));
  EXPECT_EQ(connects(), 2u);
}

TEST_F(AwaitedBombTest, IsWholeThoughTheServerIsGoneBeforeItIsDecoded) {
  Turn();
  server_->Reset();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[0].response->body.kept->size(), kSize);
}

TEST_F(AwaitedTest, IsGivenNothingThatCouldNotBeDecoded) {
  Deliverer deliverer(world_.parts, {});
  Await(deliverer, kTerms);
  Accept(0).Say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kBadResponse);
  EXPECT_EQ(records_[0].error->detail, "Z_DATA_ERROR");
  EXPECT_EQ(records_[0].outcome, Outcome::kFailed);
}

TEST_F(AwaitedTest, IsGivenABodyAsItCameWhereItAsksForThat) {
  Deliverer deliverer(world_.parts, {});
  Await(deliverer, {seconds(30), 5, 1000, false});
  Accept(0).Say("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(*records_[0].response->body.kept, "no gzip");
}

TEST_F(AwaitedTest, IsGivenWhatTheLogIsNot) {
  Deliverer deliverer(world_.parts, {});
  net::OutboundRequest request = RequestTo(kUrl, "GET", "");
  request.headers = {{"Authorization", "Bearer s3cret"}};
  Await(deliverer, kTerms, std::move(request));
  Accept(0).Say("HTTP/1.1 200 OK\r\nSet-Cookie: id=s3cret\r\nContent-Length: 0\r\n\r\n");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(net::FindHeader(records_[0].response->headers, "Set-Cookie")->value, "id=s3cret");
  EXPECT_EQ(net::FindHeader(records_[0].request.headers, "Authorization")->value, "Bearer s3cret");
}

}  // namespace
}  // namespace sendoff::delivery

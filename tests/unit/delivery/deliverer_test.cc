// SPDX-License-Identifier: MIT
#include "delivery/deliverer.h"

#include <gtest/gtest.h>

#include "net/http/header_names.h"
#include "net/http/http1_request_writer.h"
#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RequestTo;
using test::Server;

class DelivererTest : public test::DelivererFixture {};

TEST_F(DelivererTest, DeliversARequestAndRecordsBothSides) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.34/hook")}), sink_);
  Server& server = Accept(0);
  EXPECT_TRUE(server.received().starts_with("POST /hook HTTP/1.1\r\nHost: 93.184.216.34\r\n"));
  EXPECT_TRUE(server.received().ends_with("\r\n\r\n{}"));
  server.Answer("thanks");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  const Record& record = records_[0];
  EXPECT_EQ(record.id, "r.0");
  EXPECT_EQ(record.outcome, Outcome::kDelivered);
  EXPECT_FALSE(record.error);
  EXPECT_EQ(record.wire, Wire::kFull);
  EXPECT_EQ(*record.response->body.kept, "thanks");
  EXPECT_EQ(record.remote_address, "93.184.216.34:80");
  EXPECT_EQ(deliverer.in_flight(), 0u);
}

TEST_F(DelivererTest, GivesEachRequestFiveSecondsOverAllPhases) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://slow.example/")}), sink_);
  world_.time.Advance(seconds(1));
  world_.resolver.Answer("slow.example", {"93.184.216.34"});
  world_.time.Advance(milliseconds(500));
  Server& server = Accept(0);
  world_.time.Advance(milliseconds(3499));
  EXPECT_TRUE(records_.empty());
  world_.time.Advance(milliseconds(1));
  ASSERT_EQ(records_.size(), 1u);
  const Record& record = records_[0];
  EXPECT_EQ(record.outcome, Outcome::kFailed);
  EXPECT_EQ(record.error->code, ErrorCode::kTimeout);
  EXPECT_EQ(record.error->phase, Phase::kWait);
  EXPECT_EQ(record.error->message,
            "timeout: not done after 5000 ms, in wait (dns 1000 ms, connect 500 ms, wait 3500 ms)");
  EXPECT_EQ(record.timing.total, seconds(5));
  EXPECT_EQ(record.wire, Wire::kFull);
  EXPECT_FALSE(record.safe_to_replay());
  world_.time.Settle();
  EXPECT_TRUE(server.is_reset_by_client()) << "the server should notice";
}

TEST_F(DelivererTest, ATimeoutSaysWhereTheTimeWentInEveryPhase) {
  Deliverer deliverer(world_.parts, {});
  const auto message = [&](const std::string& url, auto reach) {
    records_.clear();
    deliverer.Submit(Batch({RequestTo(url, "POST", std::string(5000, 'x'))}), sink_);
    world_.time.Advance(seconds(1));
    reach();
    world_.time.Advance(seconds(4));
    EXPECT_EQ(records_.size(), 1u);
    const std::string text = records_.at(0).error->message;
    return text.substr(text.find("in "));
  };
  std::vector<std::unique_ptr<net::ByteStream>> ends;
  const auto accept = [&](size_t capacity) {
    ends.push_back(world_.network.Accept(connects() - 1, std::nullopt, {.capacity = capacity}));
  };
  EXPECT_EQ(message("http://slow.example/", [] {}), "in dns (dns 5000 ms)");
  EXPECT_EQ(message("http://93.184.216.1/", [] {}), "in connect (connect 5000 ms)");
  EXPECT_EQ(message("https://93.184.216.1/", [&] { accept(10'000); }),
            "in tls (connect 1000 ms, tls 4000 ms)");
  EXPECT_EQ(message("http://93.184.216.1/", [&] { accept(1000); }),
            "in write (connect 1000 ms, write 4000 ms)");
  EXPECT_EQ(message("http://93.184.216.1/", [&] { accept(10'000); }),
            "in wait (connect 1000 ms, wait 4000 ms)");
  EXPECT_EQ(message("http://93.184.216.1/",
                    [&] {
                      accept(10'000);
                      world_.time.Advance(seconds(1));
                      const std::string_view half = "HTTP/1.1 200 OK\r\n";
                      ends.back()->Write({&half, 1});
                    }),
            "in read (connect 1000 ms, wait 1000 ms, read 3000 ms)");
}

TEST_F(DelivererTest, TimesOutInTheLookupWithNothingOnTheWire) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://dead.example/")}), sink_);
  world_.time.Advance(seconds(5));
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->phase, Phase::kDns);
  EXPECT_EQ(records_[0].wire, Wire::kNone);
  EXPECT_TRUE(records_[0].safe_to_replay());
  EXPECT_EQ(world_.resolver.waiting("dead.example"), 0u);
}

TEST_F(DelivererTest, KeepsWhatHadComeWhenTheDeadlinePassed) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.34/")}), sink_);
  Server& server = Accept(0);
  server.Say("HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nhalf");
  world_.time.Advance(seconds(5));
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kTimeout);
  EXPECT_EQ(records_[0].error->phase, Phase::kRead);
  EXPECT_EQ(records_[0].response->status, 201);
  EXPECT_EQ(*records_[0].response->body.kept, "half");
}

TEST_F(DelivererTest, DoesNotCountTheWaitForASlot) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(
      Batch({RequestTo("http://93.184.216.34/a"), RequestTo("http://93.184.216.35/b")}), sink_);
  world_.time.Advance(seconds(5));
  ASSERT_EQ(records_.size(), 1u);
  world_.time.Advance(seconds(1));
  Accept(1).Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[1].timing.queued, seconds(5));
  EXPECT_EQ(records_[1].timing.total, seconds(1));
}

TEST_F(DelivererTest, RecordsTheTimeOfDayWhenARequestLeftTheQueue) {
  test::FakeWallClock wall;
  const WallTime noon = wall.Now();
  Deliverer deliverer(world_.parts, {.concurrency = 1, .wall_clock = &wall});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.2/1"),
                          RequestTo("http://93.184.216.3/2")}),
                   sink_, 7);
  wall.MoveTo(noon + seconds(1));
  Accept(0).Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].started_at, noon);
  wall.MoveTo(noon - seconds(1));  // somebody sets the clock
  deliverer.Cancel(7, {ErrorCode::kTerminated, "the test has enough"});
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_EQ(records_[1].seq, 2u);
  EXPECT_EQ(records_[1].outcome, Outcome::kDiscarded);
  EXPECT_EQ(records_[1].started_at, std::nullopt) << "it was never begun";
  EXPECT_EQ(records_[2].seq, 1u);
  EXPECT_EQ(records_[2].started_at, noon + seconds(1));
}

TEST_F(DelivererTest, StartsARunsRequestsInCallOrderWithinTheBounds) {
  Deliverer deliverer(world_.parts, {.concurrency = 3, .concurrency_per_origin = 2});
  std::deque<net::OutboundRequest> requests;
  for (const char* url : {"http://93.184.216.1/0", "http://93.184.216.1/1", "http://93.184.216.1/2",
                          "http://93.184.216.2/3"}) {
    requests.push_back(RequestTo(url));
  }
  deliverer.Submit(Batch(std::move(requests)), sink_);
  EXPECT_EQ(connects(), 2u) << "the third's origin is full, and the fourth must not pass it by";
  Accept(0).Answer();
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 1u);
  world_.time.Advance(milliseconds(10));
  EXPECT_TRUE(servers_[0]->received().find("POST /2 ") != std::string::npos)
      << "the third goes on the connection that became free";
  EXPECT_EQ(connects(), 3u) << "and the fourth after it";
  EXPECT_EQ(deliverer.in_flight(), 3u);
}

TEST_F(DelivererTest, LetsOtherRunsPassARunWhoseOriginIsFull) {
  Deliverer deliverer(world_.parts, {.concurrency = 3, .concurrency_per_origin = 1});
  deliverer.Submit(
      Batch({RequestTo("http://93.184.216.1/"), RequestTo("http://93.184.216.1/")}, "slow"), sink_);
  deliverer.Submit(Batch({RequestTo("http://93.184.216.2/")}, "other"), sink_);
  EXPECT_EQ(connects(), 2u);
  EXPECT_EQ(world_.network.calls[1]->to.ip.ToString(), "93.184.216.2");
}

TEST_F(DelivererTest, CanHaveTheRequestsOfSeveralRunsOnOneConnectionAfterAnother) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0")}, "first"), sink_);
  Server& server = Accept(0);
  server.Answer();
  world_.time.Advance(milliseconds(10));
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0")}, "second"), sink_);
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_TRUE(records_[1].reused_connection);
}

TEST_F(DelivererTest, SharesConnectionsBetweenTheRunsOfATenantAndNeverBetweenTenants) {
  Deliverer deliverer(world_.parts, {});
  size_t runs = 0;
  const auto deliver = [&](const std::string& tenant) {
    RunBatch batch = Batch({RequestTo("http://93.184.216.1/0")}, "r" + std::to_string(runs++));
    batch.info.tenant = tenant;
    const size_t before = connects();
    deliverer.Submit(std::move(batch), sink_);
    world_.time.Advance(milliseconds(10));
    if (connects() > before) Accept(before);
    for (const auto& server : servers_) {
      if (server->received().empty()) continue;
      server->Forget();
      server->Answer();
    }
    world_.time.Settle();
    return connects() - before;
  };
  EXPECT_EQ(deliver("a"), 1u);
  EXPECT_EQ(deliver("b"), 1u) << "another tenant had one to the same server";
  EXPECT_EQ(deliver(""), 1u);
  EXPECT_EQ(deliver("a"), 0u);
  EXPECT_EQ(deliver("b"), 0u);
  EXPECT_EQ(deliver(""), 0u);
  EXPECT_EQ(records_.size(), 6u);
}

TEST_F(DelivererTest, TakesAnAnswerThatCameBeforeTheRequestForNone) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  // The first request fills what may be under way, and the server does not read: nothing of the
  // second one leaves.
  const size_t first = net::WriteRequestHead(RequestTo("http://93.184.216.1/0")).size() + 2;
  const auto server = world_.network.Accept(0, std::nullopt, {.capacity = first});
  world_.time.Settle();
  const std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
  server->Write({&answer, 1});
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  world_.time.Advance(milliseconds(10));
  const std::string_view unasked = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked";
  server->Write({&unasked, 1});
  world_.time.Settle();
  ASSERT_EQ(connects(), 2u) << "it was recorded as the answer to the second request";
  Accept(1).Answer("second");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(*records_[1].response->body.kept, "second");
  EXPECT_FALSE(records_[1].reused_connection);
}

TEST_F(DelivererTest, SaysNothingOfAConnectionThatWasReplacedInVain) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  const size_t first = net::WriteRequestHead(RequestTo("http://93.184.216.1/0")).size() + 2;
  auto server = world_.network.Accept(0, std::nullopt, {.capacity = first});
  world_.time.Settle();
  const std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  server->Write({&answer, 1});
  world_.time.Settle();
  world_.time.Advance(milliseconds(10));
  server.reset();
  world_.time.Settle();
  ASSERT_EQ(connects(), 2u);
  world_.network.Refuse(1, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kConnectRefused);
  EXPECT_FALSE(records_[1].reused_connection);
  EXPECT_EQ(records_[1].remote_address, "");
  EXPECT_EQ(records_[1].local_address, "");
}

TEST_F(DelivererTest, PerformsAnOrderedRunStrictlyOneAfterAnother) {
  Deliverer deliverer(world_.parts, {});
  RunBatch batch = Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.2/1")});
  batch.ordered = true;
  deliverer.Submit(std::move(batch), sink_);
  EXPECT_EQ(connects(), 1u);
  world_.network.Refuse(0, {ErrorCode::kConnectRefused, "no"});
  world_.time.Settle();
  EXPECT_EQ(connects(), 2u) << "a failure is an end too";
}

TEST_F(DelivererTest, UsesAConnectionAgain) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  Server& server = Accept(0);
  server.Answer();
  world_.time.Advance(milliseconds(10));
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(connects(), 1u);
  EXPECT_FALSE(records_[0].reused_connection);
  EXPECT_TRUE(records_[1].reused_connection);
}

TEST_F(DelivererTest, KeepsAsManyConnectionsAsMayBeInFlight) {
  Deliverer deliverer(world_.parts, {.concurrency = 20, .concurrency_per_origin = 20});
  const auto submit_twenty = [&] {
    std::deque<net::OutboundRequest> requests;
    for (int i = 0; i < 20; ++i) requests.push_back(RequestTo("http://93.184.216.1/"));
    deliverer.Submit(Batch(std::move(requests)), sink_);
  };
  submit_twenty();
  for (size_t i = 0; i < 20; ++i) Accept(i).Answer();
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 20u);
  submit_twenty();
  world_.time.Settle();
  EXPECT_EQ(connects(), 20u) << "the second twenty go on the connections of the first";
}

TEST_F(DelivererTest, AHostFieldIsSentAndDecidesNothing) {
  world_.parts.policy = *net::EgressPolicy::Create({.allow_net = {"inside.example"}});
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  std::deque<net::OutboundRequest> requests = {RequestTo("http://93.184.216.1/"),
                                               RequestTo("http://93.184.216.1/"),
                                               RequestTo("http://10.0.0.1/")};
  requests[0].headers = {{"Host", "one.example"}};
  requests[1].headers = {{"host", "two.example"}};
  requests[2].headers = {{"Host", "inside.example"}};
  deliverer.Submit(Batch(std::move(requests)), sink_);
  Server& server = Accept(0);
  EXPECT_TRUE(server.received().starts_with("POST / HTTP/1.1\r\nHost: one.example\r\n"));
  server.Forget();
  server.Answer();
  world_.time.Advance(milliseconds(10));
  EXPECT_TRUE(server.received().starts_with("POST / HTTP/1.1\r\nHost: two.example\r\n"));
  EXPECT_EQ(server.received().find("93.184"), std::string::npos) << "a Host field more";
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_TRUE(records_[1].reused_connection);
  EXPECT_EQ(records_[2].error->code, ErrorCode::kEgressDenied);
  EXPECT_TRUE(world_.resolver.asked.empty());
}

TEST_F(DelivererTest, NeverSendsAgainWhatAClosingServerMayHaveSeen) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  Server& server = Accept(0);
  server.Answer();
  world_.time.Advance(milliseconds(10));
  EXPECT_TRUE(server.received().find("POST /1 ") != std::string::npos);
  server.Reset();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[1].error->code, ErrorCode::kResetOnReuse);
  EXPECT_EQ(records_[1].wire, Wire::kFull);
  EXPECT_FALSE(records_[1].safe_to_replay());
  EXPECT_EQ(connects(), 1u);
}

TEST_F(DelivererTest, CallsAResetAfterTheFirstByteOfAResponseAResetOnAnyConnection) {
  for (const char* beginning : {"H", "HTTP/1.1 100 Continue\r\n\r\n"}) {
    records_.clear();
    world_.network.calls.clear();
    Deliverer deliverer(world_.parts, {.concurrency = 1});
    deliverer.Submit(
        Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}), sink_);
    Server& server = Accept(0);
    server.Answer();
    world_.time.Advance(milliseconds(10));
    server.Say(beginning);
    world_.time.Settle();
    server.Reset();
    world_.time.Settle();
    ASSERT_EQ(records_.size(), 2u);
    EXPECT_TRUE(records_[1].reused_connection);
    EXPECT_EQ(records_[1].error->code, ErrorCode::kReset) << beginning;
  }
}

TEST_F(DelivererTest, CallsAResetOnANewConnectionAReset) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/")}), sink_);
  Accept(0).Reset();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].error->code, ErrorCode::kReset);
}

TEST_F(DelivererTest, DoesNotReuseAConnectionThatSaidMoreThanItsAnswer) {
  Deliverer deliverer(world_.parts, {.concurrency = 1});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/0"), RequestTo("http://93.184.216.1/1")}),
                   sink_);
  Accept(0).Say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n");
  world_.time.Settle();
  EXPECT_EQ(records_.size(), 1u);
  EXPECT_EQ(connects(), 2u);
}

TEST_F(DelivererTest, CountsABodyPastTheLimitAsDeliveredAndClosesTheConnection) {
  Deliverer::Options options;
  options.concurrency = 1;
  options.response_limits.body_kept_bytes = 4;
  options.response_limits.body_read_bytes = 8;
  Deliverer deliverer(world_.parts, options);
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/")}), sink_);
  Server& server = Accept(0);
  server.Say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(*records_[0].response->body.kept, "0123");
  EXPECT_TRUE(records_[0].response->body.truncated);
  EXPECT_TRUE(server.is_closed_by_client());
  EXPECT_FALSE(server.is_reset_by_client());
}

TEST_F(DelivererTest, TakesSecretsOutOfRecordsUnlessAskedForThem) {
  for (const bool show : {false, true}) {
    records_.clear();
    world_.network.calls.clear();
    Deliverer deliverer(world_.parts, {.show_secrets = show});
    net::OutboundRequest request = RequestTo("http://93.184.216.1/");
    request.headers = {{"authorization", "Bearer s3cret"}, {"X-Plain", "s"}};
    deliverer.Submit(Batch({std::move(request)}), sink_);
    Accept(0).Say("HTTP/1.1 200 OK\r\nSet-Cookie: id=s3cret\r\nContent-Length: 0\r\n\r\n");
    world_.time.Settle();
    ASSERT_EQ(records_.size(), 1u);
    const std::string expected = show ? "Bearer s3cret" : "[redacted]";
    EXPECT_EQ(net::FindHeader(records_[0].request.headers, "Authorization")->value, expected);
    EXPECT_EQ(net::FindHeader(records_[0].request.headers, "X-Plain")->value, "s");
    EXPECT_EQ(net::FindHeader(records_[0].response->headers, "Set-Cookie")->value,
              show ? "id=s3cret" : "[redacted]");
  }
}

TEST_F(DelivererTest, SaysWhereARedirectLeadsThatItDoesNotFollow) {
  Deliverer deliverer(world_.parts, {});
  deliverer.Submit(Batch({RequestTo("http://93.184.216.1/")}), sink_);
  Accept(0).Say(
      "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://luke:force@b.example/new\r\n"
      "Content-Length: 0\r\n\r\n");
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  ASSERT_EQ(records_[0].warnings.size(), 1u);
  EXPECT_NE(records_[0].warnings[0].find("redirects to https://[redacted]@b.example/new"),
            std::string::npos)
      << records_[0].warnings[0];
}

TEST_F(DelivererTest, LetsGoOfTheSinkOfAnEmptyBatchAfterTheCall) {
  Deliverer deliverer(world_.parts, {});
  auto sink = test::SinkInto(records_);
  const std::weak_ptr<RecordSink> held = sink;
  deliverer.Submit(Batch({}), std::move(sink), 7);
  EXPECT_FALSE(held.expired()) << "inside the call";
  deliverer.Cancel(7, {ErrorCode::kTerminated, "there is nothing to cancel"});
  world_.time.Settle();
  EXPECT_TRUE(held.expired());
  EXPECT_TRUE(records_.empty());
}

}  // namespace
}  // namespace sendoff::delivery

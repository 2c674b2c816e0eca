// SPDX-License-Identifier: MIT
// Requests that go to another server than their URL says: Deliverer::Options::route_to.
#include <gtest/gtest.h>

#include "delivery/deliverer.h"
#include "tests/unit/delivery/deliverer_fixture.h"

namespace sendoff::delivery {
namespace {

using test::RequestTo;
using test::Server;

class RouteTest : public test::DelivererFixture {};

TEST_F(RouteTest, SendsEverythingToTheServerOfARouteAndSaysSo) {
  Deliverer deliverer(world_.parts, {.route_to = *net::Url::Parse("http://127.0.0.1:4000")});
  deliverer.Submit(Batch({RequestTo("https://hooks.example:8443/secret?a=b"),
                          RequestTo("http://169.254.169.254/latest", "GET", ""),
                          RequestTo("http://127.0.0.1:4000/own")}),
                   sink_);
  world_.time.Settle();
  ASSERT_EQ(connects(), 3u) << "no name is looked up, no rule is asked about the real server";
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(world_.network.calls[i]->to.ToString(), "127.0.0.1:4000");
    Accept(i).Answer();
  }
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 3u);
  EXPECT_TRUE(servers_[0]->received().starts_with(
      "POST /secret?a=b HTTP/1.1\r\nHost: hooks.example:8443\r\n"))
      << "as the server would have got it, but without TLS";
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[0].request.url, "https://hooks.example:8443/secret?a=b");
  EXPECT_EQ(records_[0].remote_address, "127.0.0.1:4000");
  EXPECT_EQ(records_[0].warnings,
            std::vector<std::string>{"DeliveryOptions::route_to sent this to http://127.0.0.1:4000,"
                                     " and nothing to https://hooks.example:8443"});
  EXPECT_EQ(records_[1].outcome, Outcome::kDelivered);
  EXPECT_TRUE(records_[2].warnings.empty()) << "it went where it was meant to go";
}

TEST_F(RouteTest, ARouteHoldsForRedirectsAndForKeptConnections) {
  Deliverer deliverer(world_.parts, {.route_to = *net::Url::Parse("http://127.0.0.1:4000")});
  deliverer.Submit(Batch({RequestTo("https://a.example/1", "GET", "")}), sink_);
  Server& server = Accept(0);
  server.Say("HTTP/1.1 302 Found\r\nLocation: https://b.example/2\r\nContent-Length: 0\r\n\r\n");
  world_.time.Advance(std::chrono::milliseconds(10));
  EXPECT_NE(server.received().find("GET /2 HTTP/1.1\r\nHost: b.example\r\n"), std::string::npos);
  server.Answer();
  world_.time.Settle();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(connects(), 1u);
  EXPECT_EQ(records_[0].outcome, Outcome::kDelivered);
  EXPECT_EQ(records_[0].warnings.size(), 2u) << "one for each of the two that got nothing";
}

}  // namespace
}  // namespace sendoff::delivery

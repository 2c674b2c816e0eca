// SPDX-License-Identifier: MIT
#include "request/outbox.h"

#include <gtest/gtest.h>

namespace sendoff::request {
namespace {

net::OutboundRequest RequestWithBody(size_t size) {
  net::OutboundRequest request;
  request.method = "POST";
  request.url.server.Own().host = "a";
  request.url.target = "/";
  request.body = std::make_shared<const std::string>(size, 'x');
  return request;
}

TEST(Outbox, NumbersRequestsInCallOrder) {
  Outbox outbox({});
  ASSERT_TRUE(outbox.Add(RequestWithBody(1)).ok());
  ASSERT_TRUE(outbox.Add(RequestWithBody(2)).ok());
  outbox.Close();
  const auto requests = outbox.Take();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].seq, 0u);
  EXPECT_EQ(requests[1].seq, 1u);
  EXPECT_EQ(requests[1].body->size(), 2u);
}

TEST(Outbox, RefusesACallThatComesAfterTheRun) {
  Outbox outbox({});
  outbox.Close();
  const Result<void> added = outbox.Add(RequestWithBody(1));
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::kSendClosed);
  EXPECT_TRUE(outbox.Take().empty());
}

TEST(Outbox, NamesTheLimitThatWasPassedAndKeepsWhatItHas) {
  struct Case {
    SendLimits limits;
    const char* option;
  };
  for (const Case& limited :
       {Case{{.body_bytes = 10}, "body_bytes"}, Case{{.requests = 1}, "requests"},
        Case{{.buffered_bytes = 20}, "buffered_bytes"}}) {
    Outbox outbox(limited.limits);
    ASSERT_TRUE(outbox.Add(RequestWithBody(10)).ok());
    const Result<void> added = outbox.Add(RequestWithBody(11));
    ASSERT_FALSE(added.ok()) << limited.option;
    EXPECT_EQ(added.error().code, ErrorCode::kSendLimit);
    EXPECT_NE(added.error().message.find(limited.option), std::string::npos)
        << added.error().message;
    outbox.Close();
    EXPECT_EQ(outbox.Take().size(), 1u);
  }
}

TEST(Outbox, TakesABodyOfExactlyTheLimit) {
  Outbox outbox({.body_bytes = 10});
  EXPECT_TRUE(outbox.Add(RequestWithBody(10)).ok());
  outbox.Close();
  EXPECT_EQ(outbox.Take().size(), 1u);
}

// A hundred thousand may wait: what grows here grows that often.
static_assert(sizeof(net::OutboundRequest) <= 112);

TEST(Outbox, SharesWhatACallHasInCommonWithTheOneBefore) {
  Outbox outbox({});
  for (const char* target : {"/a", "/b"}) {
    net::OutboundRequest request = RequestWithBody(1);
    request.call_site = "step.mjs:1:2";
    request.url.target = target;
    request.headers.Append("A", "1");
    request.headers.Reserve(1000);
    ASSERT_TRUE(outbox.Add(std::move(request)).ok());
  }
  outbox.Close();
  const auto requests = outbox.Take();
  const net::OutboundRequest& first = requests[0];
  const net::OutboundRequest& second = requests[1];
  EXPECT_EQ(&*first.call_site, &*second.call_site);
  EXPECT_EQ(&*first.method, &*second.method);
  EXPECT_EQ(&*first.url.server, &*second.url.server);
  EXPECT_EQ(first.headers.lines().data(), second.headers.lines().data());
  EXPECT_EQ(first.url.target + second.url.target, "/a/b");
}

TEST(OutboxDeathTest, DyingWithRequestsThatNobodyTookIsABug) {
  EXPECT_DEATH(
      {
        Outbox outbox({});
        static_cast<void>(outbox.Add(RequestWithBody(1)));
      },
      "CHECK");
}

}  // namespace
}  // namespace sendoff::request

// SPDX-License-Identifier: MIT
#include "request/request_limits.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <utility>

#include "request/request_draft.h"

namespace sendoff::request {
namespace {

using std::chrono::milliseconds;

net::OutboundRequest RequestTo(const std::string& url) {
  net::OutboundRequest request;
  request.url = std::move(net::Url::Parse(url).value());
  return request;
}

std::string FaultOf(const net::OutboundRequest& request, const SendLimits& limits) {
  const Result<void> good = CheckWhole(request, limits);
  if (good.ok()) return "";
  EXPECT_EQ(good.error().code, ErrorCode::kSendLimit);
  return good.error().message.substr(0, good.error().message.find(';'));
}

TEST(RequestLimits, AWholeRequestIsWithinThem) {
  SendLimits limits;
  limits.url_bytes = 5;
  limits.body_bytes = 3;
  net::OutboundRequest request = RequestTo("http://a.example/abcd");
  request.body = std::make_shared<const std::string>("abc");
  EXPECT_EQ(FaultOf(request, limits), "");
  request.url = RequestTo("http://a.example/abcde").url;
  EXPECT_EQ(FaultOf(request, limits),
            "the path and query of url has 6 bytes, more than the limit of 5 (url_bytes)");
  request.url = RequestTo("http://a.example/").url;
  request.body = std::make_shared<const std::string>("abcd");
  EXPECT_EQ(FaultOf(request, limits), "data has 4 bytes, more than the limit of 3 (body_bytes)");
}

TEST(RequestLimits, ItsFieldsAreNoMoreThanACallCanMake) {
  SendLimits limits;
  limits.header_count = 2;
  net::OutboundRequest request = RequestTo("http://a.example/");
  for (int i = 0; i < 7; ++i) request.headers.Append("X-A", "b");
  EXPECT_EQ(FaultOf(request, limits), "");
  request.headers.Append("X-A", "b");
  EXPECT_EQ(FaultOf(request, limits), "headers has more fields than the limit of 2 (header_count)");
  limits.header_count = 64;
  limits.header_bytes = limits.url_bytes = 100;
  request.headers = {{"X-A", std::string(10'000, 'b')}};
  EXPECT_EQ(FaultOf(request, limits),
            "headers has more bytes than the limit of 100 (header_bytes)");
  limits.header_bytes = limits.header_count = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(FaultOf(request, limits), "");
}

// The largest that a draft makes: fields up to the limit, credentials of three bytes a character,
// the type of a Blob, and all that is filled in.
TEST(RequestLimits, TakeWhateverADraftMakes) {
  SendLimits limits;
  limits.header_count = 3;
  limits.header_bytes = 9000;
  limits.url_bytes = 1;
  UrlMemo urls;
  RequestDraft draft(limits, urls);
  ASSERT_TRUE(draft.SetMethod("POST").ok());
  ASSERT_TRUE(draft.SetUrl("http://a.example/").ok());
  HeaderInput headers = draft.Headers(HeaderSource::kObject);
  ASSERT_TRUE(headers.Begin(std::string(2000, 'n')).ok());
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(headers.AddLine(std::string(1000, 'v')).ok());
  headers.End();
  ASSERT_TRUE(headers.Begin("Cookie").ok());
  ASSERT_TRUE(headers.AddLine(std::string(4994, 'c')).ok());
  headers.End();
  ASSERT_TRUE(draft.RoomForCredentials(9000).ok());
  std::string password;
  for (int i = 0; i < 9000; ++i) password += "\xe2\x82\xac";
  draft.SetCredentials("", password);
  ASSERT_TRUE(draft.RoomForType(9000).ok());
  draft.body().own_type = std::string(9000, 't');
  draft.body().bytes = std::make_shared<const std::string>("a");
  draft.Finish(/*fills_in=*/true);
  EXPECT_EQ(FaultOf(draft.request(), limits), "");
}

TEST(RequestLimits, ABlobsTypeIsAField) {
  const SendLimits limits;
  UrlMemo urls;
  const RequestDraft draft(limits, urls);
  EXPECT_TRUE(draft.RoomForType(limits.header_bytes).ok());
  const Result<void> refused = draft.RoomForType(limits.header_bytes + 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.error().message.starts_with(
      "data's type has more bytes than the limit of 32768 (header_bytes)"))
      << refused.error().message;
}

TEST(RequestLimits, WaitingEndsAfterTheStep) {
  SendLimits limits;
  limits.awaited_response_bytes = 7;
  const net::AwaitedTerms most = MostAwaitedTerms(milliseconds(1), limits);
  EXPECT_EQ(most.timeout, milliseconds(1001));
  EXPECT_EQ(most.redirects, 100u);
  EXPECT_EQ(most.body_bytes, 7u);
  EXPECT_EQ(MostAwaitedTerms(milliseconds::max(), limits).timeout, milliseconds::max());
}

}  // namespace
}  // namespace sendoff::request

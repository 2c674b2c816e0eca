// SPDX-License-Identifier: MIT
#include "request/handoffs.h"

#include <gtest/gtest.h>

namespace sendoff::request {
namespace {

TEST(Handoffs, GivesWhatWasAddedInTheOrderOfTheCallsOnce) {
  Handoffs handoffs({"email", "s3"}, {});
  ASSERT_TRUE(handoffs.Add("s3", "1").ok());
  ASSERT_TRUE(handoffs.Add("email", "2").ok());
  ASSERT_TRUE(handoffs.Add("s3", "3").ok());
  std::string got;
  for (const auto& [destination, json] : handoffs.Take()) got += destination + " " + json + "\n";
  EXPECT_EQ(got, "s3 1\nemail 2\ns3 3\n");
  EXPECT_TRUE(handoffs.Take().empty());
}

TEST(Handoffs, RefusesADestinationThatNobodyHandles) {
  Handoffs handoffs({"s3"}, {});
  const Result<void> added = handoffs.Add("email", "{}");
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::kNotProvided);
  EXPECT_TRUE(added.error().message.starts_with("$.send.email"));
}

TEST(Handoffs, AreBoundedInSizeAndNumber) {
  Handoffs handoffs({"sse"}, {.body_bytes = 4, .requests = 3, .buffered_bytes = 6});
  EXPECT_EQ(handoffs.Add("sse", "12345").error().code, ErrorCode::kSendLimit);
  ASSERT_TRUE(handoffs.Add("sse", "1234").ok());
  EXPECT_EQ(handoffs.Add("sse", "123").error().code, ErrorCode::kSendLimit);
  ASSERT_TRUE(handoffs.Add("sse", "1").ok());
  ASSERT_TRUE(handoffs.Add("sse", "1").ok());
  EXPECT_EQ(handoffs.Add("sse", "").error().code, ErrorCode::kSendLimit);
}

}  // namespace
}  // namespace sendoff::request

// SPDX-License-Identifier: MIT
#include "request/handoffs.h"

#include <gtest/gtest.h>

#include "tests/unit/bindings/step_harness.h"

namespace sendoff::request {
namespace {

TEST(Handoffs, GivesEachPayloadToItsHandlerInTheOrderOfTheCallsOnce) {
  std::string got;
  const std::map<std::string, SendHandler> handlers = {
      {"email", [&](const std::string& json) { got += "email " + json + "\n"; }},
      {"s3", [&](const std::string& json) { got += "s3 " + json + "\n"; }}};
  Handoffs handoffs(handlers, {});
  ASSERT_TRUE(handoffs.Add("s3", "1").ok());
  ASSERT_TRUE(handoffs.Add("email", "2").ok());
  ASSERT_TRUE(handoffs.Add("s3", "3").ok());
  EXPECT_EQ(got, "");
  handoffs.Deliver();
  EXPECT_EQ(got, "s3 1\nemail 2\ns3 3\n");
  handoffs.Deliver();
  EXPECT_EQ(got, "s3 1\nemail 2\ns3 3\n");
}

TEST(Handoffs, RefusesADestinationThatNobodyHandles) {
  const std::map<std::string, SendHandler> handlers = {{"s3", SendHandler()}};
  Handoffs handoffs(handlers, {});
  for (const char* destination : {"email", "s3"}) {
    const Result<void> added = handoffs.Add(destination, "{}");
    ASSERT_FALSE(added.ok());
    EXPECT_EQ(added.error().code, ErrorCode::kNotProvided);
    EXPECT_TRUE(added.error().message.starts_with(std::string("$.send.") + destination));
  }
}

TEST(Handoffs, AreBoundedInSizeAndNumber) {
  const std::map<std::string, SendHandler> handlers = {{"sse", [](const std::string&) {}}};
  Handoffs handoffs(handlers, {.body_bytes = 4, .requests = 3, .buffered_bytes = 6});
  EXPECT_EQ(handoffs.Add("sse", "12345").error().code, ErrorCode::kSendLimit);
  ASSERT_TRUE(handoffs.Add("sse", "1234").ok());
  EXPECT_EQ(handoffs.Add("sse", "123").error().code, ErrorCode::kSendLimit);
  ASSERT_TRUE(handoffs.Add("sse", "1").ok());
  ASSERT_TRUE(handoffs.Add("sse", "1").ok());
  EXPECT_EQ(handoffs.Add("sse", "").error().code, ErrorCode::kSendLimit);
}

TEST(Handoffs, AreWhatAStepCallsByName) {
  const test::Ran ran = test::RunBody("$.send.email({ to: 'a' });");
  EXPECT_EQ(ran.error().kind, ErrorCode::kNotProvided);
  EXPECT_NE(ran.error().message.find("RunOptions::send_handlers"), std::string::npos);
}

}  // namespace
}  // namespace sendoff::request

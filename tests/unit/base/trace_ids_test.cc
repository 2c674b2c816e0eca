// SPDX-License-Identifier: MIT
#include "base/trace_ids.h"

#include <gtest/gtest.h>

namespace sendoff {
namespace {

constexpr const char* kGood = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceParent, IsReadAsTheRecommendationHasIt) {
  const auto parent = TraceParent::Parse(kGood);
  ASSERT_TRUE(parent);
  EXPECT_EQ(parent->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(parent->span_id, "00f067aa0ba902b7");
  EXPECT_EQ(parent->ToString(), kGood);
  EXPECT_EQ(
      TraceParent::OfRun(
          "r", "", TraceParent::Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"))
          .flags,
      "00")
      << "what is not sampled stays so";
  EXPECT_TRUE(
      TraceParent::Parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-what-will-come"))
      << "of a later version";
}

TEST(TraceParent, IsNothingElse) {
  for (const char* text : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
                           "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
    EXPECT_FALSE(TraceParent::Parse(text)) << text;
  }
}

TEST(TraceIds, AreOfTheIdsThatTheyAreMadeOf) {
  const TraceParent made = {TraceIdOf("run"), SpanIdOf("run.1"), "01"};
  EXPECT_TRUE(TraceParent::Parse(made.ToString())) << made.ToString();
  EXPECT_EQ(made.span_id, SpanIdOf("run.1"));
  EXPECT_NE(made.span_id, SpanIdOf("run.2"));
  EXPECT_NE(made.trace_id, TraceIdOf("run.1"));
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
// What receivers are told of a trace.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/trace_ids.h"
#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

constexpr const char* kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

// The `traceparent` of the request that a run with these options leaves to be sent.
std::string SentBy(RunOptions options) {
  const auto engine =
      test::ScriptedEngine([](auto, auto, auto) { return test::Fulfilled({test::kRefusedUrl}); });
  options.input.run = "r";
  const std::vector<Record> records = engine->Run(std::move(options)).records.get();
  for (const Header& header : records.at(0).request.headers) {
    if (header.name == "traceparent") return header.value;
  }
  return "";
}

TEST(Trace, IsNotToldUnlessTheHostSaysSo) {
  RunOptions options;
  options.trace_parent = kParent;
  EXPECT_EQ(SentBy(std::move(options)), "");
}

TEST(Trace, IsToldWithTheRequestsOwnSpan) {
  RunOptions options;
  options.sends_trace_parent = true;
  EXPECT_EQ(SentBy(options), "00-" + TraceIdOf("r") + "-" + SpanIdOf("r.0") + "-01");
  options.workflow = "w";
  EXPECT_EQ(SentBy(options), "00-" + TraceIdOf("w") + "-" + SpanIdOf("r.0") + "-01")
      << "the runs of a workflow have one";
  options.trace_parent = kParent;
  EXPECT_EQ(SentBy(options), "00-4bf92f3577b34da6a3ce929d0e0e4736-" + SpanIdOf("r.0") + "-01");
}

TEST(Trace, HasAParentThatIsOne) {
  const auto engine = test::ScriptedEngine([](auto, auto, auto) { return test::Fulfilled({}); });
  RunOptions options;
  options.trace_parent = "here";
  const RunResult result = engine->Run(std::move(options));
  ASSERT_TRUE(result.step.error);
  EXPECT_EQ(result.step.error->kind, ErrorCode::kUsage);
  EXPECT_TRUE(result.step.error->message.starts_with(
      "RunOptions::trace_parent: \"here\" is no traceparent, such as 00-"))
      << result.step.error->message;
}

}  // namespace
}  // namespace sendoff

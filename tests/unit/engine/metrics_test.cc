// SPDX-License-Identifier: MIT
// What an engine counts; the test carries the runs.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "base/own_error.h"
#include "tests/unit/engine/scripted_engine.h"

namespace sendoff {
namespace {

using test::kRefusedUrl;
using test::ScriptedEngine;

std::unique_ptr<Engine> CountingEngine(test::ScriptedCarrier::Script script, bool counts = true) {
  DeliveryOptions options;
  options.allow_private = true;
  options.metrics = counts;
  return ScriptedEngine(std::move(script), std::move(options));
}

uint64_t RequestsOf(const Metrics& metrics, Kind kind, const std::string& end) {
  for (const Metrics::Requests& requests : metrics.requests) {
    if (requests.kind == kind && requests.end == end) return requests.count;
  }
  return 0;
}

const Histogram& PhaseOf(const Metrics& metrics, Phase phase) {
  return std::find_if(metrics.phases.begin(), metrics.phases.end(),
                      [phase](const auto& times) { return times.phase == phase; })
      ->seconds;
}

TEST(Metrics, CountRequestsByTheirEnds) {
  test::LoopbackListener server;
  const auto engine = CountingEngine([&](auto, auto, auto) {
    return test::Fulfilled({test::UrlOf(server), kRefusedUrl, kRefusedUrl});
  });
  RunResult result = engine->Run({});
  test::AnswerOne(server);
  result.records.get();
  const Metrics metrics = engine->Metrics();
  EXPECT_EQ(RequestsOf(metrics, Kind::kDeferred, "2xx"), 1u);
  EXPECT_EQ(RequestsOf(metrics, Kind::kDeferred, "egress_denied"), 2u);
  EXPECT_EQ(metrics.requests_open, 0u);
  EXPECT_EQ(metrics.request_seconds.count(), 3u);
  EXPECT_EQ(metrics.queue_seconds.count(), 3u);
  EXPECT_GT(metrics.request_seconds.sum, 0);
  EXPECT_EQ(PhaseOf(metrics, Phase::kWait).count(), 1u) << "only one came so far";
  EXPECT_EQ(PhaseOf(metrics, Phase::kTls).count(), 0u);
  EXPECT_EQ(metrics.connections, 1u);
  EXPECT_EQ(metrics.failed_connections, 0u);
  EXPECT_EQ(metrics.reused_connections, 0u);
}

TEST(Metrics, CountWhatIsUnderWay) {
  uint64_t requests_open = 0;
  uint64_t runs_open = 0;
  std::unique_ptr<Engine> engine;
  engine = CountingEngine([&](auto, std::shared_ptr<carrier::Services> services, auto) {
    std::promise<Record> answered;
    services->Send(test::AwaitedRequest(kRefusedUrl),
                   [&](Record record) { answered.set_value(std::move(record)); });
    requests_open = engine->Metrics().requests_open;
    runs_open = engine->Metrics().runs_open;
    answered.get_future().get();
    return test::Fulfilled({});
  });
  engine->Run({}).records.get();
  EXPECT_LE(requests_open, 1u) << "it may have ended";
  EXPECT_EQ(runs_open, 1u);
  const Metrics metrics = engine->Metrics();
  EXPECT_EQ(RequestsOf(metrics, Kind::kAwaited, "egress_denied"), 1u);
  EXPECT_EQ(metrics.requests_open, 0u);
  EXPECT_EQ(metrics.runs_open, 0u);
}

TEST(Metrics, CountRequestsThatAreNeverBegunWithoutTimes) {
  const auto engine =
      CountingEngine([](auto, auto, auto) { return test::Fulfilled({kRefusedUrl}); });
  RunOptions options;
  options.dry_run = true;
  engine->Run(std::move(options)).records.get();
  const Metrics metrics = engine->Metrics();
  EXPECT_EQ(RequestsOf(metrics, Kind::kDeferred, "dry_run"), 1u);
  EXPECT_EQ(metrics.request_seconds.count(), 0u);
  EXPECT_EQ(metrics.requests_open, 0u);
}

TEST(Metrics, CountRunsByTheirEndsAndWhatTheyHeld) {
  carrier::Completion next;
  const auto engine =
      CountingEngine([&](auto, auto, auto) { return std::exchange(next, carrier::Completion()); });
  next.step.status = StepStatus::kOk;
  next.step.duration = std::chrono::milliseconds(3);
  next.step.heap_bytes = 3 << 20;
  engine->Run({});
  next.step.status = StepStatus::kTerminated;
  next.step.error = OwnError(ErrorCode::kStepTimeout, "Error", "x");
  next.step.duration = std::chrono::hours(1);
  next.left_behind = true;
  engine->Run({});
  const Metrics metrics = engine->Metrics();
  ASSERT_EQ(metrics.runs.size(), 2u);
  EXPECT_EQ(metrics.runs[0].code, "");
  EXPECT_EQ(metrics.runs[0].count, 1u);
  EXPECT_EQ(metrics.runs[1].code, "ERR_STEP_TIMEOUT");
  EXPECT_EQ(metrics.runs[1].status, StepStatus::kTerminated);
  EXPECT_EQ(metrics.runs_left_behind, 1u);
  EXPECT_DOUBLE_EQ(metrics.run_seconds.sum, 3600.003);
  EXPECT_EQ(metrics.run_seconds.counts.back(), 1u) << "above all bounds";
  EXPECT_EQ(metrics.run_seconds.counts[3], 1u) << "of at most 5 ms";
  EXPECT_DOUBLE_EQ(metrics.run_seconds.bounds[3], 0.005);
  EXPECT_EQ(metrics.heap_bytes.counts[2], 1u) << "of at most 4 MiB";
  EXPECT_EQ(metrics.heap_bytes.count(), 1u);
}

TEST(Metrics, AreNotCountedUnlessTheyAreAskedFor) {
  const auto engine =
      CountingEngine([](auto, auto, auto) { return test::Fulfilled({kRefusedUrl}); }, false);
  engine->Run({}).records.get();
  const Metrics metrics = engine->Metrics();
  EXPECT_TRUE(metrics.requests.empty());
  EXPECT_TRUE(metrics.runs.empty());
}

}  // namespace
}  // namespace sendoff

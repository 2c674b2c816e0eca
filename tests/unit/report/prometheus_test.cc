// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sendoff/metrics.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sendoff {
namespace {

Histogram Some() { return {{0.005, 1}, {2, 1, 1}, 12.5}; }

// With something of everything.
Metrics Whole() {
  Metrics metrics;
  metrics.requests = {{Kind::kDeferred, Outcome::kDelivered, "2xx", 3},
                      {Kind::kAwaited, Outcome::kFailed, "timeout", 1}};
  metrics.requests_open = 2;
  metrics.queue_seconds = metrics.request_seconds = metrics.run_seconds = Some();
  metrics.heap_bytes = {{1048576}, {1, 0}, 1000};
  metrics.phases = {{Phase::kDns, Some()}, {Phase::kWait, Some()}};
  metrics.runs = {{StepStatus::kOk, "", 4}, {StepStatus::kTerminated, "ERR_STEP_TIMEOUT", 1}};
  return metrics;
}

TEST(Prometheus, HasALabelForEachWord) {
  const std::string text = PrometheusText(Whole());
  for (const char* line :
       {"# TYPE sendoff_requests_total counter\n",
        "sendoff_requests_total{kind=\"deferred\",outcome=\"delivered\",end=\"2xx\"} 3\n",
        "sendoff_requests_total{kind=\"awaited\",outcome=\"failed\",end=\"timeout\"} 1\n",
        "sendoff_requests_open 2\n", "sendoff_names_total{result=\"known\"} 0\n",
        "sendoff_runs_total{status=\"terminated\",code=\"ERR_STEP_TIMEOUT\"} 1\n",
        "sendoff_runs_total{status=\"ok\",code=\"\"} 4\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Prometheus, CountsWhatIsNoLargerThanEachBound) {
  EXPECT_NE(PrometheusText(Whole()).find(
                "sendoff_request_phase_seconds_bucket{phase=\"dns\",le=\"0.005\"} 2\n"
                "sendoff_request_phase_seconds_bucket{phase=\"dns\",le=\"1\"} 3\n"
                "sendoff_request_phase_seconds_bucket{phase=\"dns\",le=\"+Inf\"} 4\n"
                "sendoff_request_phase_seconds_sum{phase=\"dns\"} 12.5\n"
                "sendoff_request_phase_seconds_count{phase=\"dns\"} 4\n"),
            std::string::npos);
}

// promtool is Prometheus's own; of Debian's package `prometheus`.
TEST(Prometheus, IsTakenByPrometheus) {
  if (std::system("command -v promtool >/dev/null") != 0) GTEST_SKIP() << "there is no promtool";
  for (const Metrics& metrics : {Whole(), Metrics()}) {
    FILE* promtool = popen("promtool check metrics", "w");
    ASSERT_NE(promtool, nullptr);
    const std::string text = PrometheusText(metrics);
    EXPECT_EQ(std::fwrite(text.data(), 1, text.size(), promtool), text.size());
    EXPECT_EQ(pclose(promtool), 0) << "what it says is above";
  }
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
// What one $send.http costs, beside JSON.stringify of the same data in the same isolate, and what a
// buffered call holds in memory.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <string>
#include <string_view>

#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"

namespace sendoff {
namespace {

constexpr int kRounds = 12;
constexpr int kCalls = 4'000;  // a round

// A step that makes `kCalls` calls with `options` and stringifies `data` as often, round after
// round; returns the nanoseconds of one call and of one stringify in the best round of each, which
// other work on the machine disturbs least.
std::string Source(std::string_view options, std::string_view data) {
  return "const data = " + std::string(data) + ";\nconst n = " + std::to_string(kCalls) +
         ";\nconst rounds = " + std::to_string(kRounds) + R"(;
    let sink;
    const call = () => { for (let i = 0; i < n; ++i) $send.http()" +
         std::string(options) + R"(); };
    const stringify = () => { for (let i = 0; i < n; ++i) sink = JSON.stringify(data); };
    const time = (work) => {
      const start = performance.now();
      work();
      return (performance.now() - start) * 1e6 / n;
    };
    export default () => {
      const best = [Infinity, Infinity];
      for (let i = 0; i < rounds; ++i) {
        best[0] = Math.min(best[0], time(call));
        best[1] = Math.min(best[1], time(stringify));
      }
      return best;
    };)";
}

// Runs `source` and hands its result and its outbox to `look`.
template <class Look>
void RunStep(const std::string& source, Look look) {
  char folder[] = "/tmp/sendoff-bench-XXXXXX";
  if (mkdtemp(folder) == nullptr) std::abort();
  const std::string file = std::string(folder) + "/step.mjs";
  std::ofstream(file) << source;
  static const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  bindings::SendHost host(SendLimits{.requests = 10'000'000, .buffered_bytes = 4ull << 30});
  const StepLimits limits{.wall_time = std::chrono::minutes(5)};
  runtime::IsolateHost isolate(runtime::Platform::Get(), *snapshot, limits.heap_bytes);
  const StepResult step = runtime::RunStep(isolate, {.file = file}, limits, host);
  std::remove(file.c_str());
  rmdir(folder);
  host.outbox().Close();
  look(step, host.outbox().Take());
}

// The aim: a call costs at most one and a half times JSON.stringify of its data, and a microsecond.
double Aim(double stringify_ns) { return 1.5 * stringify_ns + 1'000; }

void Call(benchmark::State& state, std::string_view options, std::string_view data) {
  double call_ns = 1e9;
  double stringify_ns = 1e9;
  for (auto _ : state) {
    RunStep(Source(options, data), [&](const StepResult& step, const auto&) {
      double call = 0;
      double stringify = 0;
      const std::string result = step.return_value_json.value_or("");
      if (std::sscanf(result.c_str(), "[%lf,%lf]", &call, &stringify) != 2) {
        return state.SkipWithError("the step failed");
      }
      call_ns = std::min(call_ns, call);
      stringify_ns = std::min(stringify_ns, stringify);
      state.SetIterationTime(call / 1e9);
    });
  }
  state.counters["call_ns"] = call_ns;
  state.counters["stringify_ns"] = stringify_ns;
  state.counters["aim_ns"] = Aim(stringify_ns);
  state.counters["of_aim"] = call_ns / Aim(stringify_ns);
}

constexpr std::string_view kOneKilobyte =
    "Object.fromEntries(Array.from({ length: 32 }, (_, i) => ['key' + i, 'value of member ' + i]))";

// The bytes that 10,000 calls hold between the call and the delivery, for each byte of payload.
void BufferedMemory(benchmark::State& state) {
  constexpr int kBuffered = 10'000;
  const std::string source = "const data = " + std::string(kOneKilobyte) +
                             ";\nexport default () => { for (let i = 0; i < " +
                             std::to_string(kBuffered) +
                             "; ++i) $send.http({ method: 'POST', url: "
                             "'https://api.example.com/v1/things/' + i, data }); };";
  double ratio = 0;
  for (auto _ : state) {
    RunStep(source, [&](const StepResult&, std::deque<net::OutboundRequest> requests) {
      size_t payload = 0;
      for (const auto& request : requests) payload += request.body->size();
      malloc_trim(0);
      const size_t held = mallinfo2().uordblks + mallinfo2().hblkhd;
      requests = {};
      const size_t rest = mallinfo2().uordblks + mallinfo2().hblkhd;
      ratio = static_cast<double>(held - rest) / static_cast<double>(payload);
      state.SetIterationTime(1);
    });
  }
  constexpr double kAim = 1.5;
  state.counters["held_per_payload_byte"] = ratio;
  state.counters["of_aim"] = ratio / kAim;
}

BENCHMARK_CAPTURE(Call, empty_get, "{ method: 'GET', url: 'http://example.com/' }", "undefined")
    ->UseManualTime()
    ->Iterations(5);
BENCHMARK_CAPTURE(Call, small_object, "{ method: 'POST', url: 'http://example.com/', data }",
                  "{ name: 'Luke Skywalker' }")
    ->UseManualTime()
    ->Iterations(5);
BENCHMARK_CAPTURE(Call, small_object_to_another_url,
                  "{ method: 'POST', url: 'http://example.com/' + i, data }",
                  "{ name: 'Luke Skywalker' }")
    ->UseManualTime()
    ->Iterations(5);
BENCHMARK_CAPTURE(Call, one_kilobyte, "{ method: 'POST', url: 'http://example.com/', data }",
                  kOneKilobyte)
    ->UseManualTime()
    ->Iterations(5);
BENCHMARK(BufferedMemory)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace sendoff

BENCHMARK_MAIN();

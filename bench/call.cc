// SPDX-License-Identifier: MIT
// What one $send.http costs, beside JSON.stringify of the same data in the same isolate, and what a
// buffered call holds in memory.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>

#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "runtime/platform.h"
#include "runtime/snapshot.h"
#include "runtime/step_runner.h"

namespace sendoff {
namespace {

constexpr int kCalls = 40'000;

// A step that makes `calls` calls with `options` and stringifies `data` as often; returns the
// milliseconds of each.
std::string Source(std::string_view options, std::string_view data, int calls) {
  return "const data = " + std::string(data) + ";\nconst n = " + std::to_string(calls) + R"(;
    let sink;
    const call = (n) => { for (let i = 0; i < n; ++i) $send.http()" +
         std::string(options) + R"(); };
    const stringify = (n) => { for (let i = 0; i < n; ++i) sink = JSON.stringify(data); };
    export default () => {
      call(2000); stringify(2000);
      const start = Date.now();
      call(n);
      const between = Date.now();
      stringify(n);
      return [between - start, Date.now() - between];
    };)";
}

// Runs `source` and hands its result and its outbox to `look`.
template <class Look>
void RunStep(const std::string& source, Look look) {
  char file[] = "/tmp/sendoff-bench-XXXXXX.mjs";
  const int descriptor = mkstemps(file, 4);
  if (descriptor < 0 || write(descriptor, source.data(), source.size()) < 0) std::abort();
  close(descriptor);
  static const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  RunOptions options;
  options.send_limits = {.requests = 10'000'000, .buffered_bytes = 4ull << 30};
  bindings::SendHost host(options);
  const StepLimits limits{.wall_time = std::chrono::minutes(5)};
  runtime::IsolateHost isolate(runtime::Platform::Get(), *snapshot, limits.heap_bytes);
  const StepResult step = runtime::RunStep(isolate, {.file = file}, limits, host);
  std::remove(file);
  host.outbox().Close();
  look(step, host.outbox().Take());
}

void Call(benchmark::State& state, std::string_view options, std::string_view data) {
  double call_ns = 0;
  double stringify_ns = 0;
  for (auto _ : state) {
    RunStep(Source(options, data, kCalls), [&](const StepResult& step, const auto&) {
      double call_ms = 0;
      double stringify_ms = 0;
      const std::string result = step.return_value_json.value_or("");
      if (std::sscanf(result.c_str(), "[%lf,%lf]", &call_ms, &stringify_ms) != 2) {
        return state.SkipWithError("the step failed");
      }
      call_ns += call_ms * 1e6 / kCalls;
      stringify_ns += stringify_ms * 1e6 / kCalls;
      state.SetIterationTime(call_ms / 1e3 / kCalls);
    });
  }
  const auto runs = static_cast<double>(state.iterations());
  state.counters["call_ns"] = call_ns / runs;
  state.counters["stringify_ns"] = stringify_ns / runs;
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
  state.counters["held_per_payload_byte"] = ratio;
}

BENCHMARK_CAPTURE(Call, empty_get, "{ method: 'GET', url: 'http://example.com/' }", "undefined")
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Call, small_object, "{ method: 'POST', url: 'http://example.com/', data }",
                  "{ name: 'Luke Skywalker' }")
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Call, one_kilobyte, "{ method: 'POST', url: 'http://example.com/', data }",
                  kOneKilobyte)
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(BufferedMemory)->UseManualTime()->Iterations(1);

}  // namespace
}  // namespace sendoff

BENCHMARK_MAIN();

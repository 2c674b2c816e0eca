// SPDX-License-Identifier: MIT
// The delivery engine under load, on loopback: what ten thousand requests in flight hold in memory,
// and that of a hundred thousand to a thousand origins none is lost.
#include <benchmark/benchmark.h>
#include <string>

#include "base/sanitizer.h"
#include "bench/delivery_load.h"
#include "bench/load_server.h"
#include "bench/programs/usage.h"

namespace sendoff::net {
namespace {

// Sanitizers take many times the memory and the time.
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
constexpr size_t kScale = 10;
constexpr double kMegabytes = 10'000;
constexpr double kHeapBytesEach = 100'000;
#else
constexpr size_t kScale = 1;
constexpr double kMegabytes = 60;
constexpr double kHeapBytesEach = 1'500;
#endif

bool failed = false;  // as a test, a lost request is a failure

void Fail(benchmark::State& state, const std::string& fault) {
  failed = true;
  state.SkipWithError(fault.c_str());
}

// The most memory that the process has had resident since it began, in megabytes. (For getrusage,
// what its parent had before counts, too.)
double PeakMegabytes() { return Usage::InStatus("VmHWM") / 1024; }

void Run(benchmark::State& state, DeliveryLoad load, size_t hold) {
  if (!RaiseDescriptorLimit(load.concurrency + 100)) {
    return state.SkipWithError("the machine does not let a process have so many connections");
  }
  for (auto _ : state) {
    const LoadServer server(hold);
    load.port = server.port();
    const double before = Usage::Now().heap_bytes;
    load.on_first_record = [&] {
      state.counters["heap_bytes_each"] =
          (Usage::Now().heap_bytes - before) / static_cast<double>(load.requests);
    };
    const std::string fault = Deliver(load);
    if (!fault.empty()) return Fail(state, fault);
  }
  state.counters["requests_per_second"] = benchmark::Counter(
      static_cast<double>(load.requests * static_cast<size_t>(state.iterations())),
      benchmark::Counter::kIsRate);
  state.counters["peak_megabytes"] = PeakMegabytes();
}

// No answer comes before all of them are in flight. The bounds are those of docs/delivery.md and,
// for what malloc has given out while all wait, a little more than what it takes.
void TenThousandInFlight(benchmark::State& state) {
  constexpr size_t kInFlight = 10'000 / kScale;
  Run(state,
      {.requests = kInFlight, .origins = 10, .concurrency = kInFlight, .per_origin = kInFlight},
      kInFlight);
  if (PeakMegabytes() > kMegabytes) Fail(state, "more than docs/delivery.md says");
  if (state.counters["heap_bytes_each"] > kHeapBytesEach) Fail(state, "too much heap for each");
}

void AHundredThousandToAThousandOrigins(benchmark::State& state) {
  Run(state, {.requests = 100'000 / kScale, .origins = 1'000, .concurrency = 512, .per_origin = 8},
      0);
}

// The order matters: what is resident at most never becomes less.
BENCHMARK(TenThousandInFlight)->Iterations(1)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(AHundredThousandToAThousandOrigins)
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sendoff::net

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return sendoff::net::failed ? 1 : 0;
}

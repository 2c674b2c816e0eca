// SPDX-License-Identifier: MIT
// The delivery engine under load, on loopback: what ten thousand requests in flight hold in memory,
// and that of a hundred thousand to a thousand origins none is lost.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <future>
#include <string>
#include <vector>

#include "bench/load_server.h"
#include "net/delivery_thread.h"

namespace sendoff::net {
namespace {

// Sanitizers take many times the memory and the time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kScale = 10;
constexpr double kMegabytes = 10'000;
#else
constexpr size_t kScale = 1;
constexpr double kMegabytes = 150;
#endif

bool failed = false;  // as a test, a lost request is a failure

void Fail(benchmark::State& state, const std::string& fault) {
  failed = true;
  state.SkipWithError(fault.c_str());
}

// Every request needs a descriptor here, and one in the server.
bool RaiseDescriptorLimit(size_t wanted) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < wanted) return false;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

// The most memory that the process has had resident since it began, in megabytes.
double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Load {
  size_t requests;
  size_t origins;  // at most 60'000; each is an address of its own
  size_t concurrency;
  size_t per_origin;
};

RunBatch BatchOf(const Load& load, uint16_t port) {
  RunBatch batch;
  batch.info = {"load", "load.mjs"};
  for (size_t i = 0; i < load.requests; ++i) {
    const size_t origin = i % load.origins;
    OutboundRequest request;
    request.seq = i;
    request.method = "GET";
    request.url =
        *Url::Parse("http://127.0." + std::to_string(origin / 250) + '.' +
                    std::to_string(1 + origin % 250) + ':' + std::to_string(port) + "/hook");
    batch.requests.push_back(std::move(request));
  }
  return batch;
}

// Delivers all, and looks at every record; an error message, or empty.
std::string Deliver(const Load& load, RunBatch batch) {
  DeliveryThread::Options options;
  options.deliverer.concurrency = load.concurrency;
  options.deliverer.concurrency_per_origin = load.per_origin;
  options.deliverer.timeout = std::chrono::minutes(1);
  options.policy = *EgressPolicy::Create({.allow_private = true, .allow_net = {}, .deny_net = {}});

  std::vector<int> records(load.requests);
  std::string fault;
  batch.on_record = [&](Record record) {
    const int nth = ++records.at(record.seq);
    if (nth > 1) fault = "request " + std::to_string(record.seq) + " has two records";
    if (record.error) fault = record.error->message;
  };
  {
    auto thread = DeliveryThread::Start(std::move(options));
    if (!thread.ok()) return thread.error().message;
    std::promise<void> done;
    // The batch's callback is destroyed after the last record.
    batch.on_record = [note = std::move(batch.on_record), left = load.requests,
                       &done](Record record) mutable {
      note(std::move(record));
      if (--left == 0) done.set_value();
    };
    (*thread)->Submit(std::move(batch));
    done.get_future().wait();
  }
  for (const int count : records) {
    if (count != 1) fault = "a request has " + std::to_string(count) + " records";
  }
  return fault;
}

void Run(benchmark::State& state, const Load& load, size_t hold) {
  if (!RaiseDescriptorLimit(load.concurrency + 100)) {
    return state.SkipWithError("the machine does not let a process have so many connections");
  }
  for (auto _ : state) {
    const LoadServer server(hold);
    const std::string fault = Deliver(load, BatchOf(load, server.port()));
    if (!fault.empty()) return Fail(state, fault);
  }
  state.counters["requests_per_second"] = benchmark::Counter(
      static_cast<double>(load.requests * static_cast<size_t>(state.iterations())),
      benchmark::Counter::kIsRate);
  state.counters["peak_megabytes"] = PeakMegabytes();
}

// No answer comes before all of them are in flight. The bound is that of docs/delivery.md.
void TenThousandInFlight(benchmark::State& state) {
  constexpr size_t kInFlight = 10'000 / kScale;
  Run(state,
      {.requests = kInFlight, .origins = 10, .concurrency = kInFlight, .per_origin = kInFlight},
      kInFlight);
  if (PeakMegabytes() > kMegabytes) Fail(state, "more than 150 MB");
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

// SPDX-License-Identifier: MIT
// How long it takes from the word to a zygote until a worker says that it is there, locked in and
// with V8; and what memory it then has of its own.
#include <benchmark/benchmark.h>
#include <sendoff/isolation.h>
#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include "carrier/process/worker_link.h"
#include "carrier/process/zygote.h"

namespace sendoff::carrier {
namespace {

constexpr std::chrono::seconds kStartTime(10);

std::shared_ptr<Zygote> StartZygote() {
  return Zygote::Start(SENDOFF_WORKER_PROGRAM, kStartTime).value();
}

// The youngest process below that one; itself where it has none.
pid_t YoungestBelow(pid_t process) {
  const std::string number = std::to_string(process);
  std::ifstream children("/proc/" + number + "/task/" + number + "/children");
  pid_t last = 0;
  while (children >> process) last = process;
  return last == 0 ? static_cast<pid_t>(std::atoi(number.c_str())) : YoungestBelow(last);
}

// Of pages that nobody else has; 0 where this user may not look.
double PrivateBytes(pid_t process) {
  std::ifstream lines("/proc/" + std::to_string(process) + "/smaps_rollup");
  double bytes = 0;
  for (std::string word; lines >> word;) {
    double kilobytes = 0;
    if (word.starts_with("Private_") && lines >> kilobytes) bytes += kilobytes * 1024;
  }
  return bytes;
}

void StartOfAWorker(benchmark::State& state) {
  const std::shared_ptr<Zygote> zygote = StartZygote();
  const ProcessOptions options;
  double bytes = 0;
  for (auto _ : state) {
    std::unique_ptr<WorkerLink> worker = WorkerLink::Start(zygote, options).value();
    if (!worker->Meet().ok()) std::abort();
    state.PauseTiming();
    if (bytes == 0) bytes = PrivateBytes(YoungestBelow(getpid()));
    worker->End();
    worker.reset();
    state.ResumeTiming();
  }
  state.counters["private_bytes"] = bytes;
}
BENCHMARK(StartOfAWorker)->UseRealTime()->Unit(benchmark::kMillisecond);

void StartOfAZygote(benchmark::State& state) {
  for (auto _ : state) StartZygote();
}
BENCHMARK(StartOfAZygote)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sendoff::carrier

BENCHMARK_MAIN();

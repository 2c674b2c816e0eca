// SPDX-License-Identifier: MIT
// What a process around each run costs, beside a thread. Runs one step many times and prints what
// each run took and used, the workers' part of it included; its requests are refused by the egress
// policy, so that no network is measured. Or measures the workers that such runs need.
//
//   isolation of=runs carrier=thread|process file=STEP [group=NAME] [runs=N] [threads=N]
//   [pause_ms=N] isolation of=call carrier=thread|process file=STEP isolation of=workers [count=N]
#include <sendoff/engine.h>
#include <sendoff/inprocess.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/programs/arguments.h"
#include "bench/programs/descendants.h"
#include "bench/programs/usage.h"
#include "carrier/process/worker_link.h"
#include "carrier/process/worker_program.h"
#include "carrier/process/zygote.h"

namespace sendoff {
namespace {

using std::chrono::microseconds;
using SteadyClock = std::chrono::steady_clock;

double MicrosecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::micro>(SteadyClock::now() - start).count();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

// Of this process and its workers, in microseconds.
double Cpu() {
  const Usage own = Usage::Now();
  return own.user_us + own.system_us + DescendantsCpu();
}

int Fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 2;
}

Result<std::unique_ptr<Engine>> MakeEngine(const Arguments& arguments) {
  DeliveryOptions delivery;
  delivery.deny_net = {"public", "private", "local"};
  if (arguments.Text("carrier") == "process") return Engine::Create(delivery);
  auto threads = InProcess();
  if (!threads.ok()) return std::move(threads.error());
  return Engine::Create(delivery, std::move(*threads));
}

// Runs them all, each thread one after another. How long each took; nothing where one failed.
std::vector<double> RunAll(Engine& engine, const RunOptions& wanted, size_t runs, size_t threads,
                           std::chrono::milliseconds pause) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::vector<double> times;
  bool failed = false;
  const auto work = [&] {
    while (next++ < runs) {
      std::this_thread::sleep_for(pause);
      const auto start = SteadyClock::now();
      const RunResult result = engine.Run(wanted);
      const double time = MicrosecondsSince(start);
      const std::lock_guard lock(mutex);
      times.push_back(time);
      if (result.step.status == StepStatus::kOk || std::exchange(failed, true)) continue;
      Fail(result.step.error->message);
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return failed ? std::vector<double>() : times;
}

int Runs(const Arguments& arguments) {
  auto engine = MakeEngine(arguments);
  if (!engine.ok()) return Fail(engine.error().message);
  RunOptions wanted;
  wanted.input.file = arguments.Text("file");
  wanted.isolate_group = arguments.Text("group");
  const size_t runs = arguments.Number("runs", 200);
  const size_t threads = arguments.Number("threads", 1);
  const std::chrono::milliseconds pause(arguments.Number("pause_ms", 0));
  if (RunAll(**engine, wanted, 10, threads, pause).empty()) return 1;
  const double cpu_before = Cpu();
  const auto start = SteadyClock::now();
  const std::vector<double> times = RunAll(**engine, wanted, runs, threads, pause);
  if (times.empty()) return 1;
  const double wall = MicrosecondsSince(start);
  const auto count = static_cast<double>(runs);
  std::printf("{\"latency_us\": %.3f, \"wall_us\": %.3f, \"cpu_us\": %.3f}\n", Median(times),
              wall / count, (Cpu() - cpu_before) / count);
  return 0;
}

// The step measures itself.
int Call(const Arguments& arguments) {
  auto engine = MakeEngine(arguments);
  if (!engine.ok()) return Fail(engine.error().message);
  RunOptions wanted;
  wanted.input.file = arguments.Text("file");
  wanted.limits.wall_time = std::chrono::minutes(1);
  wanted.send_limits.requests = 10'000'000;
  wanted.send_limits.buffered_bytes = 4ull << 30;
  wanted.keep_record = [](const Record&) { return false; };
  const StepResult step = (*engine)->Run(std::move(wanted)).step;
  if (step.error) return Fail(step.error->message);
  std::printf("{\"call_ns\": %s}\n", step.return_value_json.value_or("0").c_str());
  return 0;
}

// Kilobytes of a process that no other has.
double PrivateKilobytes(pid_t pid) {
  std::ifstream memory("/proc/" + std::to_string(pid) + "/smaps_rollup");
  double kilobytes = 0;
  for (std::string line; std::getline(memory, line);) {
    if (line.starts_with("Private_")) {
      kilobytes += std::strtod(line.c_str() + line.find(':') + 1, nullptr);
    }
  }
  return kilobytes;
}

struct Parts {
  std::vector<double> zygote, worker, cpu, memory;
};

// A zygote, and workers of it, one after another.
Result<void> MeasureWorkers(const std::string& program, size_t count, Parts* parts) {
  constexpr std::chrono::seconds kStartTime(10);
  auto start = SteadyClock::now();
  auto zygote = carrier::Zygote::Start(program, kStartTime);
  if (!zygote.ok()) return std::move(zygote.error());
  parts->zygote.push_back(MicrosecondsSince(start));
  std::vector<std::unique_ptr<carrier::WorkerLink>> workers;
  const double cpu_before = Cpu();
  for (size_t i = 0; i < count; ++i) {
    start = SteadyClock::now();
    auto worker = carrier::WorkerLink::Start(*zygote, ProcessOptions());
    if (!worker.ok()) return std::move(worker.error());
    Result<void> met = (*worker)->Meet();
    if (!met.ok()) return met;
    parts->worker.push_back(MicrosecondsSince(start));
    workers.push_back(std::move(*worker));
  }
  parts->cpu.push_back((Cpu() - cpu_before) / static_cast<double>(count));
  // The last generation has no children.
  const std::vector<Process> all = DescendantsOf(getpid());
  for (const Process& process : all) {
    const bool is_worker = std::none_of(
        all.begin(), all.end(), [&](const Process& other) { return other.parent == process.pid; });
    if (is_worker) parts->memory.push_back(1024 * PrivateKilobytes(process.pid));
  }
  return {};
}

int Workers(const Arguments& arguments) {
  const Result<std::string> program = carrier::FindWorkerProgram({});
  if (!program.ok()) return Fail(program.error().message);
  Parts parts;
  const Result<void> measured = MeasureWorkers(*program, arguments.Number("count", 20), &parts);
  if (!measured.ok()) return Fail(measured.error().message);
  std::printf("{\"zygote_us\": %.3f, \"worker_us\": %.3f, \"cpu_us\": %.3f, \"own_bytes\": %.3f}\n",
              Median(parts.zygote), Median(parts.worker), Median(parts.cpu), Median(parts.memory));
  return 0;
}

int Main(const Arguments& arguments) {
  const std::string of = arguments.Text("of");
  if (of == "workers") return Workers(arguments);
  return of == "call" ? Call(arguments) : Runs(arguments);
}

}  // namespace
}  // namespace sendoff

int main(int argc, char** argv) { return sendoff::Main(sendoff::Arguments(argc, argv)); }

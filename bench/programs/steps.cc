// SPDX-License-Identifier: MIT
// Runs one step many times by Engine::Run, on several threads, and prints what each run used. Its
// requests are refused by the egress policy, so that no network is measured; their records are made
// like all others.
//
//   steps file=STEP [group=NAME] [runs=N] [threads=N] [warm_up=N]
#include <sendoff/engine.h>
#include <sendoff/inprocess.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "bench/programs/arguments.h"
#include "bench/programs/usage.h"

namespace sendoff {
namespace {

// Runs them all, each thread one after another; how many failed.
size_t RunAll(Engine& engine, const RunOptions& wanted, size_t runs, size_t threads) {
  std::atomic<size_t> next = 0;
  std::atomic<size_t> failed = 0;
  const auto work = [&] {
    while (next++ < runs) {
      RunResult result = engine.Run(wanted);
      if (result.step.status != StepStatus::kOk) {
        if (failed++ == 0) std::fprintf(stderr, "%s\n", result.step.error->message.c_str());
      }
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return failed;
}

int Main(const Arguments& arguments) {
  DeliveryOptions delivery;
  delivery.deny_net = {"public", "private", "local"};
  auto engine = Engine::Create(delivery, InProcess().value());
  if (!engine.ok()) {
    std::fprintf(stderr, "%s\n", engine.error().message.c_str());
    return 2;
  }
  RunOptions wanted;
  wanted.input.file = arguments.Text("file");
  wanted.isolate_group = arguments.Text("group");
  const size_t runs = arguments.Number("runs", 200);
  const size_t threads = arguments.Number("threads", 1);
  size_t failed = RunAll(**engine, wanted, arguments.Number("warm_up", 5), 1);
  const Usage start = Usage::Now();
  failed += RunAll(**engine, wanted, runs, threads);
  Usage::Now().PrintSince(start, static_cast<double>(runs));
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sendoff

int main(int argc, char** argv) { return sendoff::Main(sendoff::Arguments(argc, argv)); }

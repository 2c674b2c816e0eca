// SPDX-License-Identifier: MIT
// What things that wait hold in memory, of each of which it makes `count`:
//
//   memory of=engine                    an Engine with nothing to do, V8 included
//   memory of=isolate count=N           an isolate with its context, as a step finds it
//   memory of=used_isolate count=N file=F
//                                       one that an Engine keeps for its group after a run of F
//   memory of=buffered count=N file=F   a call of $send.http in F between the call and the delivery
//   memory of=flight count=N            a GET that waits for its response, with all others
//
// and what V8 alone would, for comparison:
//
//   memory of=v8                        V8 started, as an Engine does
//   memory of=bare_isolate count=N      an isolate with a context of V8's own snapshot
#include <sendoff/engine.h>
#include <sendoff/inprocess.h>
#include <v8.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <vector>

#include "bench/delivery_load.h"
#include "bench/load_server.h"
#include "bench/programs/arguments.h"
#include "bench/programs/usage.h"
#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "runtime/isolate/isolate_host.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/platform.h"

namespace sendoff {
namespace {

int Engines() {
  const Usage start = Usage::Now();
  const auto engine = Engine::Create({}, InProcess().value());
  if (!engine.ok()) return 2;
  Usage::Now().PrintSince(start, 1);
  return 0;
}

int StartedV8() {
  const Usage start = Usage::Now();
  runtime::Platform::Get();
  Usage::Now().PrintSince(start, 1);
  return 0;
}

// Never disposed of: the process ends.
int BareIsolates(size_t count) {
  runtime::Platform::Get();
  v8::Isolate::CreateParams params;
  params.array_buffer_allocator_shared.reset(v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  const auto add = [&] {
    v8::Isolate* isolate = v8::Isolate::New(params);
    isolate->Enter();
    const v8::HandleScope handles(isolate);
    v8::Context::New(isolate);
  };
  add();  // the first brings what all share
  const Usage start = Usage::Now();
  for (size_t i = 0; i < count; ++i) add();
  Usage::Now().PrintSince(start, static_cast<double>(count));
  std::fflush(stdout);
  std::_Exit(0);
}

// Only the thread that made an isolate may use it, and each is entered as long as it lives: they
// nest.
int Isolates(const runtime::Snapshot& snapshot, size_t count) {
  std::vector<std::unique_ptr<runtime::IsolateHost>> hosts;
  const auto add = [&] {
    hosts.push_back(std::make_unique<runtime::IsolateHost>(runtime::Platform::Get(), snapshot,
                                                           StepLimits().heap_bytes));
    const v8::HandleScope handles(hosts.back()->isolate());
    v8::Context::New(hosts.back()->isolate());
  };
  add();  // the first brings what all share
  const Usage start = Usage::Now();
  for (size_t i = 0; i < count; ++i) add();
  Usage::Now().PrintSince(start, static_cast<double>(count));
  while (!hosts.empty()) hosts.pop_back();  // the last one made is the one that is entered
  return 0;
}

// The first run of a thousand groups and more would find their isolates disposed of.
int UsedIsolates(const std::string& file, size_t count) {
  const auto engine = Engine::Create({}, InProcess({.idle = count + 1}).value());
  if (!engine.ok()) return 2;
  const auto run = [&](size_t group) {
    RunOptions options;
    options.input = {.file = file, .event_json = "4"};
    options.isolate_group = std::to_string(group);
    RunResult result = (*engine)->Run(std::move(options));
    if (result.step.error) std::fprintf(stderr, "%s\n", result.step.error->message.c_str());
    result.records.wait();
  };
  run(0);  // the first brings what all share
  const Usage start = Usage::Now();
  for (size_t group = 1; group <= count; ++group) run(group);
  Usage::Now().PrintSince(start, static_cast<double>(count));
  return 0;
}

int Buffered(const runtime::Snapshot& snapshot, const std::string& file, size_t count) {
  RunOptions options;
  options.input = {.file = file, .event_json = std::to_string(count)};
  options.limits.wall_time = std::chrono::minutes(5);
  options.send_limits = {.requests = count, .buffered_bytes = 4ull << 30};
  bindings::SendHost host(options.send_limits);
  const Usage start = Usage::Now();
  StepResult step;
  {
    runtime::IsolateHost isolate(runtime::Platform::Get(), snapshot, options.limits.heap_bytes);
    step = runtime::RunStep(isolate, options.input, options.limits, host);
  }
  malloc_trim(0);  // the isolate is gone; what it held is not what is asked for
  Usage::Now().PrintSince(start, static_cast<double>(count));
  if (step.error) std::fprintf(stderr, "%s\n", step.error->message.c_str());
  return host.outbox().Take().size() == count ? 0 : 1;
}

int InFlight(size_t count) {
  if (!net::RaiseDescriptorLimit(2 * count + 100)) {
    std::fprintf(stderr, "the machine does not let a process have so many connections\n");
    return 2;
  }
  const LoadServer quick(0);
  const LoadServer holding(count);
  net::DeliveryLoad load{.port = quick.port()};
  std::string fault = net::Deliver(load);  // what all share
  load = {.port = holding.port(),
          .requests = count,
          .origins = 10,
          .concurrency = count,
          .per_origin = count};
  const Usage start = Usage::Now();
  load.on_first_record = [&] { Usage::Now().PrintSince(start, static_cast<double>(count)); };
  fault += net::Deliver(load);
  std::fputs(fault.c_str(), stderr);
  return fault.empty() ? 0 : 1;
}

int Main(const Arguments& arguments) {
  const std::string of = arguments.Text("of");
  const size_t count = arguments.Number("count", 10);
  if (of == "engine") return Engines();
  if (of == "v8") return StartedV8();
  if (of == "used_isolate") return UsedIsolates(arguments.Text("file"), count);
  if (of == "bare_isolate") BareIsolates(count);
  if (of == "flight") return InFlight(count);
  const auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return 2;
  return of == "isolate" ? Isolates(*snapshot, count)
                         : Buffered(*snapshot, arguments.Text("file"), count);
}

}  // namespace
}  // namespace sendoff

int main(int argc, char** argv) { return sendoff::Main(sendoff::Arguments(argc, argv)); }

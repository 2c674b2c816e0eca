// SPDX-License-Identifier: MIT
#include "carrier/thread/thread_carrier.h"

#include <utility>

#include "bindings/registry.h"
#include "bindings/send_host.h"
#include "carrier/thread/supervised_run.h"
#include "runtime/v8/platform.h"

namespace sendoff::carrier {
namespace {

// Threads that wait for the next run, as many as may be at it at once without starting any. Each
// holds as much of its stack as its deepest run has used, some 1 MiB at most.
constexpr size_t kIdleThreads = 32;

}  // namespace

// What the natives of a run find, and what they find that by: the run's thread may use both when
// it was left behind.
struct ThreadCarrier::HostSide {
  HostSide(Assignment& assignment, std::shared_ptr<Services> given, const Border& border)
      : services(std::move(given)), host(assignment.send_limits, Around(assignment, border)) {}

  bindings::SendHost::Surroundings Around(Assignment& assignment, const Border& border) {
    bindings::SendHost::Surroundings around;
    around.destinations = std::move(assignment.destinations);
    around.sender = services.get();
    around.find_store = [this](const std::string& prop) { return services->FindStore(prop); };
    around.keep_secret = [this](std::string text) { services->KeepSecret(std::move(text)); };
    if (assignment.tells_console) {
      around.on_console = [this](const ConsoleLine& line) { services->Print(line); };
    }
    if (border.make_sources) around.make_sources = border.make_sources;
    if (border.take_request) around.take_request = border.take_request;
    if (border.take_handoff) around.take_handoff = border.take_handoff;
    return around;
  }

  const std::shared_ptr<Services> services;
  bindings::SendHost host;
};

Result<std::shared_ptr<ThreadCarrier>> ThreadCarrier::Create(const IsolateOptions& options) {
  auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return std::move(snapshot.error());
  return std::make_shared<ThreadCarrier>(std::move(*snapshot), options);
}

ThreadCarrier::ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options)
    : ThreadCarrier(std::move(snapshot), options, Border()) {}

ThreadCarrier::ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options,
                             Border border)
    : isolates_(std::make_shared<runtime::IsolatePool>(
          runtime::Platform::Get(), std::make_shared<runtime::Snapshot>(std::move(snapshot)),
          runtime::IsolatePool::Options{options.idle, options.runs, options.kept_source_bytes})),
      border_(std::move(border)),
      threads_(kIdleThreads) {}

Completion ThreadCarrier::Carry(Assignment assignment, std::shared_ptr<Services> services,
                                std::stop_token stop) {
  const auto side = std::make_shared<HostSide>(assignment, std::move(services), border_);
  SupervisedResult result = RunSupervised(
      threads_,
      {isolates_, std::move(assignment.isolate_group), std::move(assignment.input),
       assignment.limits, std::shared_ptr<runtime::StepHost>(side, &side->host), std::move(stop)});
  side->host.Close();
  if (result.goes_on && !border_.ends_with_left_behind) {
    result.step.warnings.emplace_back(
        "the step did not come back from a native function, such as a built-in that V8 cannot "
        "interrupt, a store or on_console; its thread was left behind, and goes on until that "
        "ends");
  }
  return {.step = std::move(result.step),
          .left_behind = result.left_behind,
          .requests = side->host.outbox().Take(),
          .handoffs = side->host.handoffs().Take()};
}

IsolationReport ThreadCarrier::isolation() const {
  return {.isolation = Isolation::kThread, .v8 = V8Version()};
}

}  // namespace sendoff::carrier

namespace sendoff {
inline namespace v1 {

std::string V8Version() { return runtime::Platform::version(); }

}  // namespace v1
}  // namespace sendoff

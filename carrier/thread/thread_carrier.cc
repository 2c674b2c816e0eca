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

// What the natives of a run find, and what they find that by: the run's thread may use both when
// it was left behind.
struct HostSide {
  HostSide(Assignment& assignment, std::shared_ptr<Services> given)
      : services(std::move(given)),
        host(
            assignment.send_limits, std::move(assignment.destinations), services.get(),
            [this](const std::string& prop) { return services->FindStore(prop); },
            [this](std::string text) { services->KeepSecret(std::move(text)); },
            assignment.tells_console
                ? bindings::SendHost::ConsoleListener(
                      [this](const ConsoleLine& line) { services->Print(line); })
                : nullptr) {}

  const std::shared_ptr<Services> services;
  bindings::SendHost host;
};

}  // namespace

Result<std::shared_ptr<ThreadCarrier>> ThreadCarrier::Create(const IsolateOptions& options) {
  auto snapshot = runtime::Snapshot::Load(bindings::Registry());
  if (!snapshot.ok()) return std::move(snapshot.error());
  return std::make_shared<ThreadCarrier>(std::move(*snapshot), options);
}

ThreadCarrier::ThreadCarrier(runtime::Snapshot snapshot, const IsolateOptions& options)
    : isolates_(std::make_shared<runtime::IsolatePool>(
          runtime::Platform::Get(), std::make_shared<runtime::Snapshot>(std::move(snapshot)),
          runtime::IsolatePool::Options{options.idle, options.runs, options.kept_source_bytes})),
      threads_(kIdleThreads) {}

Completion ThreadCarrier::Carry(Assignment assignment, std::shared_ptr<Services> services,
                                std::stop_token stop) {
  const auto side = std::make_shared<HostSide>(assignment, std::move(services));
  SupervisedResult result = RunSupervised(
      threads_,
      {isolates_, std::move(assignment.isolate_group), std::move(assignment.input),
       assignment.limits, std::shared_ptr<runtime::StepHost>(side, &side->host), std::move(stop)});
  side->host.Close();
  return {std::move(result.step), result.left_behind, side->host.outbox().Take(),
          side->host.handoffs().Take()};
}

}  // namespace sendoff::carrier

namespace sendoff {
inline namespace v1 {

std::string V8Version() { return runtime::Platform::version(); }

}  // namespace v1
}  // namespace sendoff

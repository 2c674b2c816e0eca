// SPDX-License-Identifier: MIT
#include <sendoff/engine.h>

#include <memory>
#include <utility>

#include "carrier/process/process_carrier.h"
#include "engine/in_process_runs.h"
#include "engine/new_engine.h"
#include "engine/option_names.h"

namespace sendoff {
namespace {

using MadeCarrier = Result<std::shared_ptr<carrier::Carrier>>;

MadeCarrier OfProcesses(const ProcessOptions& options) {
  auto carrier = carrier::ProcessCarrier::Create(options);
  if (!carrier.ok()) return std::move(carrier.error());
  Result<void> tried = (*carrier)->TryWorker();
  if (!tried.ok()) return std::move(tried.error());
  return std::shared_ptr<carrier::Carrier>(std::move(*carrier));
}

MadeCarrier OfThreads(const std::shared_ptr<InProcessRuns>& threads) {
  if (threads) return threads->carrier();
  return Error{ErrorCode::kUsage,
               "IsolationOptions::isolation is Isolation::kThread, and IsolationOptions::threads "
               "is not there: link the library sendoff_inprocess and pass what InProcess() of "
               "sendoff/inprocess.h gives, or have steps run in processes"};
}

}  // namespace

Result<std::unique_ptr<Engine>> Engine::Create(const DeliveryOptions& options,
                                               const IsolationOptions& isolation) {
  MadeCarrier carrier = isolation.isolation == Isolation::kThread
                            ? OfThreads(isolation.threads)
                            : OfProcesses(isolation.processes);
  if (carrier.ok()) return engine::NewEngine(options, std::move(*carrier), nullptr);
  engine::OptionNames(options.option_names).Apply(&carrier.error().message);
  return std::move(carrier.error());
}

}  // namespace sendoff

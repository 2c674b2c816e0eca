// SPDX-License-Identifier: MIT
#include "carrier/process/process_carrier.h"

#include <bit>
#include <utility>

#include "base/clock.h"
#include "base/own_error.h"
#include "base/saturating.h"
#include "carrier/process/carried_run.h"
#include "carrier/process/lock_in_text.h"
#include "carrier/process/run_mailbox.h"
#include "carrier/process/worker_program.h"
#include "runtime/leavings/limit.h"

namespace sendoff::carrier {
namespace {

constexpr size_t kIdleThreads = 8;  // for calls of the hosts' own code
constexpr size_t kLeastRing = 4096;
constexpr size_t kLargestRing = size_t{1} << 30;  // that a worker takes

Error Unusable(const std::string& option, const std::string& why) {
  return {ErrorCode::kUsage, "ProcessOptions::" + option + " " + why};
}

Result<void> Check(const ProcessOptions& options) {
  if (options.max_workers == 0) return Unusable("max_workers", "is 0: no step could be run");
  const size_t ring = options.ring_bytes;
  if (!std::has_single_bit(ring) || ring < kLeastRing || ring > kLargestRing) {
    return Unusable("ring_bytes", "is " + std::to_string(ring) +
                                      ", and has to be a power of two from 4096 to 1073741824");
  }
  if (options.start_time.count() < 1) return Unusable("start_time", "has to be 1 ms or more");
  if (options.idle_time.count() < 0) return Unusable("idle_time", "cannot be negative");
  if (options.end_time.count() < 0) return Unusable("end_time", "cannot be negative");
  if (options.slack.count() < 0) return Unusable("slack", "cannot be negative");
  return {};
}

// Of a run that never began.
Completion NotBegun(StepStatus status, StepError error) {
  Completion completion;
  completion.step.status = status;
  completion.step.error = std::move(error);
  completion.step.started_at = WallClock::OfThisMachine().Now();
  return completion;
}

Completion NotBegun(const Error& error) {
  return NotBegun(StepStatus::kError, OwnError(error.code, "SystemError", error.message));
}

}  // namespace

Result<std::shared_ptr<ProcessCarrier>> ProcessCarrier::Create(const ProcessOptions& options) {
  Result<void> good = Check(options);
  if (!good.ok()) return good.error();
  Result<std::string> program = FindWorkerProgram(options.worker);
  if (!program.ok()) return std::move(program.error());
  IsolationReport report;
  report.worker = *program;
  auto zygotes = std::make_shared<ZygoteKeeper>(std::move(*program), options.start_time);
  const Instant start = SystemClock().Now();
  const Result<std::shared_ptr<Zygote>> zygote = zygotes->Get();
  if (!zygote.ok()) return zygote.error();
  report.program_start = SystemClock().Now() - start;
  report.v8 = (*zygote)->hello().v8;
  Result<std::unique_ptr<WorkerPool>> pool = WorkerPool::Create(options, std::move(zygotes));
  if (!pool.ok()) return std::move(pool.error());
  return std::make_shared<ProcessCarrier>(options, std::move(report), (*zygote)->hello(),
                                          std::move(*pool));
}

ProcessCarrier::ProcessCarrier(const ProcessOptions& options, IsolationReport report,
                               messages::WorkerHello hello, std::unique_ptr<WorkerPool> pool)
    : options_(options),
      report_(std::move(report)),
      hello_(std::move(hello)),
      kept_(options.kept_source_bytes),
      host_threads_(kIdleThreads),
      pool_(std::move(pool)) {}

Result<void> ProcessCarrier::TryWorker() {
  Result<WorkerPool::Lease> lease =
      pool_->Take({}, After(SystemClock().Now(), options_.start_time), {});
  if (!lease.ok()) return std::move(lease.error());
  report_.layers = ReadLockIn(lease->link().hello().lock_in);
  report_.worker_start = lease->link().start_duration();
  lease->PutBack();
  return {};
}

Completion ProcessCarrier::Carry(Assignment assignment, std::shared_ptr<Services> services,
                                 std::stop_token stop) {
  const auto stopped = [&assignment] {
    return NotBegun(StepStatus::kTerminated,
                    runtime::DescribeLimit(runtime::Limit::kStop, assignment.limits));
  };
  if (stop.stop_requested()) return stopped();
  const SendLimits& limits = assignment.send_limits;
  Result<std::shared_ptr<RunMailbox>> mailbox =
      RunMailbox::Create(SaturatingSum({limits.buffered_bytes, limits.awaited_response_bytes}));
  if (!mailbox.ok()) return NotBegun(mailbox.error());
  Result<WorkerPool::Lease> lease =
      pool_->Take({assignment.tenant, assignment.isolate_group, assignment.limits.heap_bytes},
                  After(SystemClock().Now(), assignment.limits.wall_time), stop);
  if (!lease.ok()) return stop.stop_requested() ? stopped() : NotBegun(lease.error());
  CarriedRun run(assignment, std::move(services), std::move(stop), lease->link(), kept_,
                 host_threads_, options_.slack, std::move(*mailbox));
  const Result<void> begun = run.Begin(std::move(assignment));
  if (!begun.ok()) return NotBegun(begun.error());
  Completion completion = run.Carry();
  if (run.is_clean() && lease->link().is_free()) lease->Keep();
  return completion;
}

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#include "carrier/thread/supervised_run.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/own_error.h"
#include "runtime/leavings/limit.h"
#include "runtime/step/step_error.h"
#include "runtime/step/step_runner.h"
#include "runtime/v8/fatal_error.h"

namespace sendoff::carrier {
namespace {

// A run as both threads see it. The first to say how it ended wins.
class Supervision final : public runtime::RunWatcher, private runtime::FatalErrorListener {
 public:
  explicit Supervision(const StepLimits& limits) : limits_(limits), leavings_(limits) {}

  // The run's thread. It holds nothing of the input any more when the caller hears of the result.
  void Run(SupervisedInput&& input) {
    StepResult result = RunInIsolate(std::move(input));
    {
      const std::lock_guard lock(mutex_);
      result_ = std::move(result);
    }
    changed_.notify_one();
  }

  // The caller's thread.
  SupervisedResult Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return result_ || fatal_error_ || limit_ != runtime::Limit::kNone; });
    changed_.wait_until(lock, After(std::chrono::steady_clock::now(), limits_.grace),
                        [this] { return result_ || fatal_error_; });
    if (result_) return {.step = std::move(*result_)};
    SupervisedResult left = {.step = {}, .left_behind = true, .goes_on = !fatal_error_};
    left.step.status = StepStatus::kTerminated;
    left.step.error = limit_ != runtime::Limit::kNone ? runtime::DescribeLimit(limit_, limits_)
                                                      : runtime::DescribeFatalError(*fatal_error_);
    left.step.duration = std::chrono::steady_clock::now() - began_;
    left.step.started_at = std::chrono::system_clock::now() - left.step.duration;
    leavings_.MoveInto(&left.step);
    return left;
  }

  runtime::Leavings& leavings() override { return leavings_; }

  void OnEnd(runtime::Limit limit) override {
    const std::lock_guard lock(mutex_);
    limit_ = limit;
    changed_.notify_one();
  }

  bool is_dead() const override { return is_dead_; }

 private:
  // Never returns: the process goes on.
  void OnFatalError(runtime::FatalError error) override {
    is_dead_ = true;
    {
      const std::lock_guard lock(mutex_);
      fatal_error_ = std::move(error);
      changed_.notify_one();
    }
    // Not pause(), which is not on a worker's list of calls.
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }

  // The isolate is free again, or gone, and what was given with it, when this returns.
  StepResult RunInIsolate(SupervisedInput&& given) {
    const SupervisedInput input = std::move(given);
    const runtime::FatalErrorScope scope(*this);
    runtime::IsolatePool::Lease lease =
        input.isolates->Take(input.isolate_group, limits_.heap_bytes);
    return runtime::RunStep(lease.isolate(), input.input, limits_, *input.host, input.stop, this);
  }

  const StepLimits limits_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  runtime::Leavings leavings_;
  std::atomic<bool> is_dead_{false};

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  runtime::Limit limit_ = runtime::Limit::kNone;
  std::optional<runtime::FatalError> fatal_error_;
  std::optional<StepResult> result_;
};

}  // namespace

SupervisedResult RunSupervised(ThreadPool& threads, SupervisedInput input) {
  const auto supervision = std::make_shared<Supervision>(input.limits);
  Result<ThreadPool::Lease> thread = threads.Take();
  if (!thread.ok()) {
    SupervisedResult refused;
    refused.step.error = OwnError(thread.error().code, "SystemError", thread.error().message);
    return refused;
  }
  thread->Start(
      [supervision, input = std::move(input)]() mutable { supervision->Run(std::move(input)); });
  SupervisedResult result = supervision->Wait();
  if (result.left_behind) thread->LeaveBehind();
  return result;
}

}  // namespace sendoff::carrier

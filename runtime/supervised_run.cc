// SPDX-License-Identifier: MIT
#include "runtime/supervised_run.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "runtime/step_error.h"
#include "runtime/step_runner.h"

namespace sendoff::runtime {
namespace {

// A run as both threads see it. The first to say how it ended wins.
class Supervision final : public RunWatcher {
 public:
  explicit Supervision(SupervisedInput input)
      : input_(std::move(input)), leavings_(input_.limits) {}

  // The run's thread.
  void Run() {
    StepResult result = RunInIsolate();
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
    changed_.notify_one();
  }

  // The caller's thread.
  SupervisedResult Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return result_ || limit_ != Limit::kNone; });
    changed_.wait_for(lock, input_.limits.grace, [this] { return result_ || is_dead_; });
    if (result_) return {std::move(*result_), false};
    SupervisedResult left = {.step = {}, .left_behind = true};
    left.step.status = StepStatus::kTerminated;
    left.step.error = DescribeLimit(limit_, input_.limits);
    left.step.duration = std::chrono::steady_clock::now() - began_;
    if (!is_dead_) {
      leavings_.warnings.Add(
          "the step hangs in a built-in function that V8 cannot interrupt; its thread was left "
          "behind, and goes on until that function ends");
    }
    leavings_.MoveInto(&left.step);
    return left;
  }

  Leavings& leavings() override { return leavings_; }

  void OnEnd(Limit limit) override {
    const std::lock_guard lock(mutex_);
    limit_ = limit;
    changed_.notify_one();
  }

  void OnDead() override {
    {
      const std::lock_guard lock(mutex_);
      is_dead_ = true;
      changed_.notify_one();
    }
    for (;;) pause();
  }

 private:
  // The isolate is free again, or gone, when this returns.
  StepResult RunInIsolate() {
    IsolatePool::Lease lease =
        input_.isolates->Take(input_.isolate_group, input_.limits.heap_bytes);
    return RunStep(lease.isolate(), input_.input, input_.limits, *input_.host, input_.stop, this);
  }

  const SupervisedInput input_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Leavings leavings_;

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  Limit limit_ = Limit::kNone;
  bool is_dead_ = false;
  std::optional<StepResult> result_;
};

}  // namespace

SupervisedResult RunSupervised(SupervisedInput input) {
  const auto supervision = std::make_shared<Supervision>(std::move(input));
  std::thread thread([supervision] { supervision->Run(); });
  SupervisedResult result = supervision->Wait();
  if (result.left_behind) {
    thread.detach();
  } else {
    thread.join();
  }
  return result;
}

}  // namespace sendoff::runtime

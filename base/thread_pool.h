// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "base/unique_function.h"

namespace sendoff {

// Threads for jobs, such as runs. One whose job is over is kept for the next, which then neither
// starts a thread nor touches a new stack. Safe from any thread.
class ThreadPool {
  class Worker;

 public:
  using Job = UniqueFunction<void()>;

  // A thread for one job. It goes back to the pool with this, or ends there; who gives it back
  // while the job runs may have to wait for that.
  class Lease {
   public:
    Lease(ThreadPool& pool, std::unique_ptr<Worker> worker);
    Lease(Lease&& other) noexcept;
    ~Lease();
    Lease& operator=(Lease&&) = delete;

    // Calls `job` on the thread, which destroys it after that. Once.
    void Start(Job job);

    // Nobody waits for the job any more: the thread ends when it does, perhaps after the pool.
    void LeaveBehind();

   private:
    ThreadPool* pool_;
    std::unique_ptr<Worker> worker_;  // none once it was left behind, or moved from
  };

  // At most `idle` threads wait for a job. It outlives its leases.
  explicit ThreadPool(size_t idle);

  // Ends the threads that wait.
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // kIo when none waits and the system gives no other.
  Result<Lease> Take();

 private:
  void Return(std::unique_ptr<Worker> worker);

  const size_t max_idle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> idle_;  // guarded by mutex_; the last used last
};

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "base/unique_function.h"

namespace sendoff::carrier {

// Threads for runs. One whose run is over is kept for the next run, which then neither starts a
// thread nor touches a new stack. Safe from any thread.
class ThreadPool {
  class Thread;

 public:
  using Job = UniqueFunction<void()>;

  // A thread for one job. It goes back to the pool with this, or ends there; who gives it back
  // while the job runs may have to wait for that.
  class Lease {
   public:
    Lease(ThreadPool& pool, std::unique_ptr<Thread> thread);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    // Calls `job` on the thread, which destroys it after that. Once.
    void Start(Job job);

    // Nobody waits for the job any more: the thread ends when it does, perhaps after the pool.
    void LeaveBehind();

   private:
    ThreadPool& pool_;
    std::unique_ptr<Thread> thread_;  // none once it was left behind
  };

  // At most `idle` threads wait for a job. It outlives its leases.
  explicit ThreadPool(size_t idle);

  // Ends the threads that wait.
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  Lease Take();

 private:
  void Return(std::unique_ptr<Thread> thread);

  const size_t max_idle_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Thread>> idle_;  // guarded by mutex_; the last used last
};

}  // namespace sendoff::carrier

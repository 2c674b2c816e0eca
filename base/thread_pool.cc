// SPDX-License-Identifier: MIT
#include "base/thread_pool.h"

#include <condition_variable>
#include <utility>

#include "base/thread.h"

namespace sendoff {

class ThreadPool::Worker {
 public:
  static Result<std::unique_ptr<Worker>> Start() {
    auto desk = std::make_shared<Desk>();
    Result<Thread> thread = Thread::Start([desk] { desk->Work(); });
    if (!thread.ok()) return std::move(thread.error());
    return std::unique_ptr<Worker>(new Worker(std::move(desk), std::move(*thread)));
  }

  ~Worker() {
    desk_->Close();
    if (thread_.joinable()) thread_.Join();
  }

  void Give(Job job) { desk_->Put(std::move(job)); }

  void LeaveBehind() { thread_.Detach(); }

 private:
  // Where the thread finds its jobs. Its own, too, as it may have been left behind.
  class Desk {
   public:
    void Put(Job job) {
      {
        const std::lock_guard lock(mutex_);
        job_ = std::move(job);
      }
      changed_.notify_one();
    }

    // No more jobs will come.
    void Close() {
      {
        const std::lock_guard lock(mutex_);
        closed_ = true;
      }
      changed_.notify_one();
    }

    void Work() {
      while (const Job job = Next()) job();
    }

   private:
    // Empty when none will come.
    Job Next() {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return job_ || closed_; });
      return std::exchange(job_, nullptr);
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_.
    Job job_;
    bool closed_ = false;
  };

  Worker(std::shared_ptr<Desk> desk, Thread thread)
      : desk_(std::move(desk)), thread_(std::move(thread)) {}

  const std::shared_ptr<Desk> desk_;
  Thread thread_;
};

ThreadPool::Lease::Lease(ThreadPool& pool, std::unique_ptr<Worker> worker)
    : pool_(&pool), worker_(std::move(worker)) {}

ThreadPool::Lease::Lease(Lease&&) noexcept = default;

ThreadPool::Lease::~Lease() {
  if (worker_) pool_->Return(std::move(worker_));
}

void ThreadPool::Lease::Start(Job job) { worker_->Give(std::move(job)); }

void ThreadPool::Lease::LeaveBehind() {
  worker_->LeaveBehind();
  worker_.reset();
}

ThreadPool::ThreadPool(size_t idle) : max_idle_(idle) {}

ThreadPool::~ThreadPool() = default;

Result<ThreadPool::Lease> ThreadPool::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Worker> worker = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(worker));
    }
  }
  Result<std::unique_ptr<Worker>> started = Worker::Start();
  if (!started.ok()) return std::move(started.error());
  return Lease(*this, std::move(*started));
}

void ThreadPool::Return(std::unique_ptr<Worker> worker) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < max_idle_) idle_.push_back(std::move(worker));
}

}  // namespace sendoff

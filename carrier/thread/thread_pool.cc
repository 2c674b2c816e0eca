// SPDX-License-Identifier: MIT
#include "carrier/thread/thread_pool.h"

#include <condition_variable>
#include <thread>
#include <utility>

namespace sendoff::carrier {

class ThreadPool::Thread {
 public:
  Thread() : desk_(std::make_shared<Desk>()), thread_([desk = desk_] { desk->Work(); }) {}

  ~Thread() {
    desk_->Close();
    if (thread_.joinable()) thread_.join();
  }

  void Start(Job job) { desk_->Put(std::move(job)); }

  void LeaveBehind() { thread_.detach(); }

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

  const std::shared_ptr<Desk> desk_;
  std::thread thread_;
};

ThreadPool::Lease::Lease(ThreadPool& pool, std::unique_ptr<Thread> thread)
    : pool_(pool), thread_(std::move(thread)) {}

ThreadPool::Lease::~Lease() {
  if (thread_) pool_.Return(std::move(thread_));
}

void ThreadPool::Lease::Start(Job job) { thread_->Start(std::move(job)); }

void ThreadPool::Lease::LeaveBehind() {
  thread_->LeaveBehind();
  thread_.reset();
}

ThreadPool::ThreadPool(size_t idle) : max_idle_(idle) {}

ThreadPool::~ThreadPool() = default;

ThreadPool::Lease ThreadPool::Take() {
  std::unique_ptr<Thread> thread;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      thread = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!thread) thread = std::make_unique<Thread>();
  return {*this, std::move(thread)};
}

void ThreadPool::Return(std::unique_ptr<Thread> thread) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < max_idle_) idle_.push_back(std::move(thread));
}

}  // namespace sendoff::carrier

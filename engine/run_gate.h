// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace sendoff::engine {

// Knows which threads are inside `Engine::Run`, so that the engine can wait for them. Any thread.
class RunGate {
 public:
  // One call of `Run`. The gate may be gone as soon as the last one is destroyed.
  class Visit {
   public:
    explicit Visit(RunGate& gate) : gate_(gate) {
      const std::lock_guard lock(gate_.mutex_);
      gate_.inside_.push_back(std::this_thread::get_id());
    }
    ~Visit() {
      const std::lock_guard lock(gate_.mutex_);
      gate_.inside_.erase(gate_.FindThisThread());
      gate_.changed_.notify_all();
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    RunGate& gate_;
  };

  // Waits until nobody is inside.
  void WaitUntilEmpty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_.empty(); });
  }

  // Whether the calling thread is inside, and would wait for itself.
  bool HasThisThread() {
    const std::lock_guard lock(mutex_);
    return FindThisThread() != inside_.end();
  }

 private:
  // `mutex_` is held.
  std::vector<std::thread::id>::iterator FindThisThread() {
    return std::find(inside_.begin(), inside_.end(), std::this_thread::get_id());
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread::id> inside_;  // guarded by mutex_
};

}  // namespace sendoff::engine

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace sendoff::engine {

// Which threads are inside `Engine::Run`, so that the engine can wait for them. Any thread.
class Callers {
 public:
  // One call of `Run`. `callers` may be gone as soon as the last that was let in is destroyed.
  class Visit {
   public:
    explicit Visit(Callers& callers) : callers_(callers) {
      const std::lock_guard lock(callers_.mutex_);
      is_let_in_ = !callers_.closed_;
      if (is_let_in_) callers_.inside_.push_back(std::this_thread::get_id());
    }
    ~Visit() {
      if (!is_let_in_) return;
      const std::lock_guard lock(callers_.mutex_);
      callers_.inside_.erase(callers_.FindThisThread());
      callers_.changed_.notify_all();
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    bool is_let_in() const { return is_let_in_; }

   private:
    Callers& callers_;
    bool is_let_in_;
  };

  // Lets nobody in any more, and waits until nobody is inside.
  void Close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
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
  // Guarded by mutex_.
  std::vector<std::thread::id> inside_;
  bool closed_ = false;
};

}  // namespace sendoff::engine

// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace sendoff::engine {

// Bounds the records that wait to be told to the embedder, by making the next run wait: those that
// are there are kept, and no delivery waits. Any thread.
class UntoldRecords {
 public:
  struct Limits {
    size_t records;
    uint64_t bytes;
  };

  explicit UntoldRecords(const Limits& limits) : limits_(limits) {}

  // One more waits, which holds so many bytes.
  void Add(uint64_t bytes) {
    ++records_;
    bytes_ += bytes;
  }

  // It waits no more.
  void Remove(uint64_t bytes) {
    --records_;
    bytes_ -= bytes;
    if (runs_ == 0) return;
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  }

  // Waits until those that wait are within the limits, or until `Open`.
  void WaitForRoom() {
    std::unique_lock lock(mutex_);
    ++runs_;  // before the look at the others, so that whoever changes them sees it
    changed_.wait(
        lock, [this] { return open_ || (records_ <= limits_.records && bytes_ <= limits_.bytes); });
    --runs_;
  }

  // Nobody waits from now on.
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  const Limits limits_;
  std::atomic<size_t> records_ = 0;
  std::atomic<uint64_t> bytes_ = 0;
  std::atomic<size_t> runs_ = 0;  // that wait for room
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;  // guarded by mutex_
};

}  // namespace sendoff::engine

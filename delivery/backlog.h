// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

namespace sendoff::delivery {

// Bounds what all runs together have handed over and what has not ended yet, by making the next run
// wait: nothing is lost, and the one who makes requests faster than they can be delivered is slowed
// down. Any thread.
class Backlog {
 public:
  struct Limits {
    size_t requests = 100'000;
    uint64_t bytes = 512ull << 20;  // see OutboundRequest::weight
  };

  // What a run takes up; given back when it is destroyed, on any thread. The backlog outlives it.
  class Place {
   public:
    Place() = default;
    Place(Backlog* backlog, size_t requests, uint64_t bytes)
        : backlog_(backlog), requests_(requests), bytes_(bytes) {}
    Place(Place&& other) noexcept { *this = std::move(other); }
    Place& operator=(Place&& other) noexcept {
      std::swap(backlog_, other.backlog_);
      std::swap(requests_, other.requests_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Place() {
      if (backlog_ != nullptr) backlog_->GiveBack(requests_, bytes_);
    }

   private:
    Backlog* backlog_ = nullptr;
    size_t requests_ = 0;
    uint64_t bytes_ = 0;
  };

  explicit Backlog(const Limits& limits) : limits_(limits) {}

  // Waits until there is room, or until `Open`. Runs get in in the order in which they came, so
  // that small ones do not pass by a large one for ever; one that is larger than the limits gets in
  // when nothing else is there.
  Place Enter(size_t requests, uint64_t bytes);

  // Lets everybody in from now on: what is handed over now ends at once, by a shutdown.
  void Open();

  // How many wait.
  size_t waiting() const;

 private:
  bool HasRoom(size_t requests, uint64_t bytes) const;
  void GiveBack(size_t requests, uint64_t bytes);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  size_t requests_ = 0;
  uint64_t bytes_ = 0;
  uint64_t came_ = 0;  // runs that asked to enter
  uint64_t let_in_ = 0;
  bool open_ = false;
};

}  // namespace sendoff::delivery

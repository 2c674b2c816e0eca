// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "carrier/process/started_program.h"

namespace sendoff::carrier {

// What has become of a worker, as its zygote says. Any thread.
class WorkerFate {
 public:
  struct NotForked {
    std::string why;
  };
  struct ZygoteGone {};  // and the worker with it
  struct StillThere {};  // killed, and not gone after a time that is long for that
  using End = std::variant<ProcessEnd, NotForked, ZygoteGone, StillThere>;

  explicit WorkerFate(uint64_t worker) : worker_(worker) {}

  uint64_t worker() const { return worker_; }  // its number

  // The first counts.
  void Set(End end) {
    {
      const std::lock_guard lock(mutex_);
      if (!end_) end_ = std::move(end);
    }
    changed_.notify_all();
  }

  bool has_ended() const {
    const std::lock_guard lock(mutex_);
    return end_.has_value();
  }

  // None, when it has not ended until then.
  std::optional<End> Wait(Instant until) const {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, until, [this] { return end_.has_value(); });
    return end_;
  }

 private:
  const uint64_t worker_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::optional<End> end_;  // guarded by mutex_
};

}  // namespace sendoff::carrier

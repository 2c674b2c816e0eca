// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>

#include "base/clock.h"
#include "base/unique_function.h"

namespace sendoff {

class Timer;

// The deadlines of one thread, earliest first. It does not wait by itself: a Loop arms one uv timer
// to `NextDeadline()` and calls `RunDue()`; a test advances its clock and calls `RunDue()`.
// One thread at a time.
class TimerQueue {
 public:
  explicit TimerQueue(const Clock& clock) : clock_(clock) {}
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  Instant Now() const { return clock_.Now(); }

  // The earliest deadline, or none when no timer is started.
  std::optional<Instant> NextDeadline() const;

  // Fires every timer that was due when the call began, in the order of (deadline, start). A timer
  // started by a callback waits for the next call, even when it is due at once, so that a callback
  // that keeps starting timers cannot hold the thread.
  void RunDue();

  // Called after the earliest deadline changed, for whoever waits for it.
  void OnEarliestChanged(UniqueFunction<void()> hook) { earliest_changed_ = std::move(hook); }

 private:
  friend class Timer;
  struct Entry {
    Instant deadline;
    uint64_t sequence;
    Timer* timer;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 means the code that the compiler writes
    auto operator<=>(const Entry&) const = default;
  };

  void Insert(const Entry& entry);
  void Erase(const Entry& entry);

  const Clock& clock_;
  uint64_t next_sequence_ = 0;
  std::set<Entry> entries_;
  UniqueFunction<void()> earliest_changed_;
};

// One deadline. Destroying it stops it, so whatever owns it may vanish at any time, also inside
// its own callback. The queue must outlive it.
class Timer {
 public:
  Timer(TimerQueue& queue, UniqueFunction<void()> callback)
      : queue_(queue), callback_(std::move(callback)) {}
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // (Re)starts it: the callback runs once, at or after `deadline`, never inside this call.
  void StartAt(Instant deadline);
  template <class Rep, class Period>
  void StartAfter(std::chrono::duration<Rep, Period> delay) {
    StartAt(After(queue_.Now(), delay));
  }
  void Stop();
  bool active() const { return active_; }

 private:
  friend class TimerQueue;

  void Fire();

  TimerQueue& queue_;
  UniqueFunction<void()> callback_;
  TimerQueue::Entry entry_{};
  bool active_ = false;
  // While the callback runs: where to say that the callback destroyed this timer.
  bool* destroyed_ = nullptr;
};

// A Timer for what rarely happens to an object of which there are thousands: hardly any memory
// before it is started. Otherwise as a Timer.
class RareTimer {
 public:
  // (Re)starts it, with what is to be done this time.
  void StartAt(TimerQueue& queue, Instant deadline, UniqueFunction<void()> callback) {
    timer_ = std::make_unique<Timer>(queue, std::move(callback));
    timer_->StartAt(deadline);
  }
  template <class Rep, class Period>
  void StartAfter(TimerQueue& queue, std::chrono::duration<Rep, Period> delay,
                  UniqueFunction<void()> callback) {
    StartAt(queue, After(queue.Now(), delay), std::move(callback));
  }
  void Stop() { timer_.reset(); }

 private:
  std::unique_ptr<Timer> timer_;
};

}  // namespace sendoff

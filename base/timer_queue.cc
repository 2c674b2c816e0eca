// SPDX-License-Identifier: MIT
#include "base/timer_queue.h"

#include "base/check.h"

namespace sendoff {

TimerQueue::~TimerQueue() { SENDOFF_CHECK(entries_.empty()); }

std::optional<Instant> TimerQueue::NextDeadline() const {
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->deadline;
}

void TimerQueue::RunDue() {
  const Instant now = Now();
  const uint64_t limit = next_sequence_;
  auto entry = entries_.begin();
  while (entry != entries_.end() && entry->deadline <= now) {
    if (entry->sequence >= limit) {
      ++entry;  // started by one of the callbacks, with a deadline in the past
      continue;
    }
    // Any entry may be gone after a callback. What stands before this one by then was started by
    // one, and is not looked at again: there may be thousands.
    const Entry fired = *entry;
    fired.timer->Fire();
    entry = entries_.upper_bound(fired);
  }
}

void TimerQueue::Insert(const Entry& entry) {
  const auto inserted = entries_.insert(entry).first;
  const bool earliest = inserted == entries_.begin();
  if (earliest && earliest_changed_) earliest_changed_();
}

void TimerQueue::Erase(const Entry& entry) {
  const bool earliest = !(*entries_.begin() < entry);
  entries_.erase(entry);
  if (earliest && earliest_changed_) earliest_changed_();
}

Timer::~Timer() {
  Stop();
  if (destroyed_ != nullptr) *destroyed_ = true;
}

void Timer::Fire() {
  Stop();
  // The callback may destroy this timer, and with it the member that holds the callback.
  UniqueFunction<void()> running = std::move(callback_);
  bool destroyed = false;
  destroyed_ = &destroyed;
  running();
  if (destroyed) return;
  destroyed_ = nullptr;
  callback_ = std::move(running);
}

void Timer::StartAt(Instant deadline) {
  Stop();
  entry_ = {deadline, queue_.next_sequence_++, this};
  active_ = true;
  queue_.Insert(entry_);
}

void Timer::Stop() {
  if (!active_) return;
  active_ = false;
  queue_.Erase(entry_);
}

}  // namespace sendoff

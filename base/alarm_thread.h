// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "base/unique_function.h"

namespace sendoff {

// Calls back at given instants, from a thread that does nothing else and starts with the first
// alarm. Safe from any thread.
class AlarmThread {
 public:
  AlarmThread() = default;

  // No alarm is left.
  ~AlarmThread();
  AlarmThread(const AlarmThread&) = delete;
  AlarmThread& operator=(const AlarmThread&) = delete;

  // Once its destructor has returned it does not ring, and is not ringing.
  class Alarm {
   public:
    // Calls `ring` at or after `at` on the thread, with all other alarms waiting meanwhile; it
    // returns quickly, and says when to call it again, if at all. It must touch no alarm itself.
    Alarm(AlarmThread& thread, Instant at, UniqueFunction<std::optional<Instant>()> ring);
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

   private:
    AlarmThread& thread_;
    const UniqueFunction<std::optional<Instant>()> ring_;
    Timer timer_;  // guarded by thread_.mutex_
  };

 private:
  void Run();

  const SystemClock clock_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  TimerQueue timers_{clock_};
  Instant wakes_at_ = Instant::max();  // when it looks again; it may be that nothing is due then
  bool over_ = false;
  std::thread thread_;
};

}  // namespace sendoff

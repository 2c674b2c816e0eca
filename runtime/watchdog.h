// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "runtime/isolate_host.h"

namespace sendoff::runtime {

// Ends a run when its wall time is over, whatever its JavaScript is doing: a thread that sleeps
// until the deadline, because the run's own thread may be deep in a loop. Made after the isolate
// and destroyed before it, on the run's thread; once the destructor has returned it ends nothing.
class Watchdog {
 public:
  Watchdog(IsolateHost& host, Instant deadline);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void Wait(Instant deadline);

  IsolateHost& host_;
  std::mutex mutex_;
  std::condition_variable stopped_changed_;
  bool stopped_ = false;  // guarded by mutex_
  std::thread thread_;    // last: it uses the others
};

}  // namespace sendoff::runtime

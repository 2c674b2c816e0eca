// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "runtime/isolate_host.h"

namespace sendoff::runtime {

// Ends a run when its wall time is over or its thread has used up its CPU time, whatever its
// JavaScript is doing: a thread that sleeps until then, because the run's own thread may be deep in
// a loop. Made after the isolate and destroyed before it, on the run's thread; once the destructor
// has returned it ends nothing.
class Watchdog {
 public:
  // `cpu_time` counts what the calling thread uses from now on.
  Watchdog(IsolateHost& host, Instant deadline, Duration cpu_time);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void Wait(Instant deadline);
  // How much of its CPU time the run has left.
  Duration CpuTimeLeft() const;

  IsolateHost& host_;
  clockid_t cpu_clock_;    // of the run's thread
  Duration cpu_deadline_;  // on that clock
  std::mutex mutex_;
  std::condition_variable stopped_changed_;
  bool stopped_ = false;  // guarded by mutex_
  std::thread thread_;    // last: it uses the others
};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>
#include <optional>

#include "base/alarm_thread.h"
#include "base/clock.h"
#include "runtime/isolate/isolate_host.h"

namespace sendoff::runtime {

// Ends a run when its wall time is over or its thread has used up its CPU time, whatever its
// JavaScript is doing: from the platform's alarm thread, because the run's own may be deep in a
// loop. Made after the isolate and destroyed before it, on the run's thread; once the destructor
// has returned it ends nothing.
class Watchdog {
 public:
  // `cpu_time` counts what the calling thread uses from now on.
  Watchdog(IsolateHost& host, Instant deadline, Duration cpu_time);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  // Ends the run, or says when to look again.
  std::optional<Instant> Look();
  Instant NextLook() const;
  // How much of its CPU time the run has left.
  Duration CpuTimeLeft() const;

  IsolateHost& host_;
  const Instant deadline_;
  const clockid_t cpu_clock_;       // of the run's thread
  const Duration cpu_deadline_;     // on that clock
  const AlarmThread::Alarm alarm_;  // last: it uses the others
};

}  // namespace sendoff::runtime

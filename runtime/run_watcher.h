// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/leavings.h"

namespace sendoff::runtime {

// Which limit ended a run; `kStop` is the host's word that it must end, `kFatal` V8's that it
// cannot go on.
enum class Limit { kNone, kTime, kCpuTime, kMemory, kStop, kFatal };

// Whoever watches a run from another thread, because its own may never come back.
class RunWatcher {
 public:
  virtual ~RunWatcher() = default;

  // Where the run leaves what it makes.
  virtual Leavings& leavings() = 0;

  // A limit was passed and JavaScript was told to stop; it may still take its time. Any thread, at
  // most once; returns at once.
  virtual void OnEnd(Limit limit) = 0;

  // V8 cannot go on, and aborts the process when this returns. The run's thread, deep in V8:
  // nothing of the isolate may be touched any more, now or later.
  [[noreturn]] virtual void OnDead() = 0;
};

}  // namespace sendoff::runtime

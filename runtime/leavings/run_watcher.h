// SPDX-License-Identifier: MIT
#pragma once

#include "runtime/leavings/leavings.h"
#include "runtime/leavings/limit.h"

namespace sendoff::runtime {

// Whoever watches a run from another thread, because its own may never come back.
class RunWatcher {
 public:
  virtual ~RunWatcher() = default;

  // Where the run leaves what it makes.
  virtual Leavings& leavings() = 0;

  // A limit was passed and JavaScript was told to stop; it may still take its time. Any thread, at
  // most once; returns at once.
  virtual void OnEnd(Limit limit) = 0;

  // Whether V8 gave up on the run's thread: nothing of its isolate may be touched any more. Any
  // thread.
  virtual bool is_dead() const = 0;
};

}  // namespace sendoff::runtime

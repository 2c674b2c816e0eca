// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <memory>
#include <stop_token>
#include <string>

#include "base/thread_pool.h"
#include "runtime/isolate/isolate_pool.h"
#include "runtime/leavings/run_watcher.h"
#include "runtime/step/step_host.h"

namespace sendoff::carrier {

// Everything that a run needs and that its thread may still use when its caller has gone on.
struct SupervisedInput {
  std::shared_ptr<runtime::IsolatePool> isolates;
  std::string isolate_group;
  StepInput input;
  StepLimits limits;
  std::shared_ptr<runtime::StepHost> host;
  std::stop_token stop;
};

struct SupervisedResult {
  StepResult step;

  // The isolate did not stop, or died: its thread is still there, and `host` with it. Whoever gave
  // `host` has to take from it what is to be saved; the run's thread may call it at the same time.
  bool left_behind = false;

  // And it runs there: it did not come back from a native function.
  bool goes_on = false;
};

// RunStep on a thread of the pool, and the end of the run even where V8 does not come back: some
// built-ins never look whether they should stop, and some end the isolate. Such a thread is left
// behind. It goes with its isolate when the built-in ends; where V8 gave up, it sleeps for ever,
// and the memory of its isolate stays. Any other run's thread has let go of `input` when this
// returns.
SupervisedResult RunSupervised(ThreadPool& threads, SupervisedInput input);

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff::runtime {

// What the runtime and the one who runs a step tell each other. One for each run, on its thread; it
// outlives the run. Bindings find it behind `Realm::From(context).host()`.
class StepHost {
 public:
  virtual ~StepHost() = default;

  // The step's promise was fulfilled or rejected, or the step failed for good, and no JavaScript
  // runs any more. Calls made from now on are too late. Not called when a limit ended the run.
  virtual void OnSettled() = 0;

  // Whether the step called $send.http: some of its errors are then explained by that.
  virtual bool made_calls() const = 0;
};

}  // namespace sendoff::runtime

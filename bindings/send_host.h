// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include "bindings/outbox.h"
#include "runtime/step_host.h"

namespace sendoff::bindings {

// The run's side of $send.http: what the native function finds behind its context. Lives as long as
// the run; the isolate's thread.
class SendHost final : public runtime::StepHost {
 public:
  explicit SendHost(const SendLimits& limits) : outbox_(limits) {}

  Outbox& outbox() { return outbox_; }

  void OnSettled() override { outbox_.Close(); }
  bool made_calls() const override { return !outbox_.empty(); }

 private:
  Outbox outbox_;
};

}  // namespace sendoff::bindings

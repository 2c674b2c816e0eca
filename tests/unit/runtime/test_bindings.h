// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "runtime/binding_table.h"
#include "runtime/step_host.h"

namespace sendoff::runtime {

// A host that notes what happened.
class TestHost final : public StepHost {
 public:
  void OnSettled() override { ++settled; }
  bool made_calls() const override { return !calls.empty(); }

  std::vector<std::string> calls;  // the call site of each $send.http
  int settled = 0;
  std::function<void()> on_call;  // runs inside each $send.http, if set
};

// The runtime's own bindings and a `send` whose http() notes its call with the TestHost.
std::span<const Binding> TestRegistry();

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/doctor/machine.h"

namespace sendoff::cli {

// Whether steps can be run in one of the two ways.
struct Trial {
  std::string fault{};              // empty: they can
  std::chrono::nanoseconds time{};  // that it took to be ready, from nothing on
  IsolationReport report{};         // where they can

  bool is_good() const { return fault.empty(); }
};

// All that `sendoff doctor` tells. A value, which a test makes as it likes.
struct Diagnosis {
  std::string sendoff;  // the version of it
  std::string v8;       // of this program
  Trial threads;
  Trial processes;
  Machine machine;

  bool is_good() const { return threads.is_good() && processes.is_good(); }
};

// What can be done about a layer that does not hold; empty: nothing has to be.
std::string AdviceFor(const IsolationReport::Layer& layer,
                      const std::vector<IsolationReport::Layer>& all);

}  // namespace sendoff::cli

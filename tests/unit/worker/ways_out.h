// SPDX-License-Identifier: MIT
// The table of ways out: what a step that has taken over its V8 would try, with the arguments that
// it would use, and the refusal of each. docs/security.md has the same by threat.
#pragma once

#include <vector>

#include "tests/unit/worker/locked_in.h"

namespace sendoff::test {

inline constexpr int kKilled = 0;  // in the place of an error

struct WayOut {
  const char* name;
  int refusal;  // kKilled, or what it fails with
  Attempt attempt;
};

using Ways = std::vector<WayOut>;

struct WaysOut {
  const char* what;  // they are aimed at
  Ways ways;
};

// In an order that is the same in every program.
std::vector<WaysOut> AllWaysOut();

}  // namespace sendoff::test

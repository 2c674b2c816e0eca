// SPDX-License-Identifier: MIT
#pragma once

#include "cli/flags/run_flags.h"

namespace sendoff::cli {

// Runs one step, waits for its requests, and says what happened. Returns the exit status: 0 the
// step fulfilled; 1 it failed or was terminated; 2 something it was given cannot be used; 3 with
// --fail-on-send-error, when a request was not answered 2xx.
int RunCommand(RunFlags flags);

}  // namespace sendoff::cli

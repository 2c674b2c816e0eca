// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include "cli/flags/run_flags.h"

namespace sendoff::cli {

// Whether the files that a run reads and writes get in each other's way: standard input can be read
// once, standard output has room for one thing, and to write to a file that is read, or to one by
// two flags, would spoil it. kUsage, naming the flags.
Result<void> CheckRunFiles(const RunFlags& flags);

// Whether a file of the run goes there instead of the report.
bool TakesStandardOutput(const RunFlags& flags);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include "cli/flags/view_flags.h"

namespace sendoff::cli {

// Makes one page of logs. Without -o it goes to LOG.html beside the first log, where a person sits
// at the terminal or --open is given, and else to standard output. Returns the exit status: 0; 2
// when something cannot be read or written.
int ViewCommand(const ViewFlags& flags);

}  // namespace sendoff::cli

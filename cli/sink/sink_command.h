// SPDX-License-Identifier: MIT
#pragma once

#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// Runs a sink until the process is told to end, printing what it receives. Returns the exit status.
int SinkCommand(const SinkServer::Options& options);

}  // namespace sendoff::cli

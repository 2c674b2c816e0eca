// SPDX-License-Identifier: MIT
#pragma once

#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// Prints a request as a sink received it to standard output: its first line, its fields, its body.
// Control characters that a terminal would obey are shown as escapes.
void PrintReceived(const SinkServer::Received& received);

}  // namespace sendoff::cli

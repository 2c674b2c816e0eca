// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/flags/doctor_flags.h"
#include "cli/flags/run_flags.h"
#include "cli/flags/view_flags.h"
#include "cli/sink/sink_server.h"

namespace sendoff::cli {

// What the words of a command line ask for: a run, a sink, a page of logs, a look at the machine,
// or nothing more, because help was printed or the words make no sense, which was said; then it is
// the exit status.
using Command = std::variant<RunFlags, SinkServer::Options, ViewFlags, DoctorFlags, int>;

// `words` are those behind the program's name.
Command ReadCommandLine(std::vector<std::string> words);

}  // namespace sendoff::cli

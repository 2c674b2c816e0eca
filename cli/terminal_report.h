// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <string>
#include <vector>

namespace sendoff::cli {

// A run for people: how the step ended, what it said, and under it one line for each request with
// what came back. `verbose` adds fields, bodies and where the time went.
std::string TerminalReport(const std::string& file, const StepResult& step,
                           const std::vector<Record>& records, bool verbose);

// Only what went wrong: the step's error, and requests that were not delivered.
std::string FailureReport(const std::string& file, const StepResult& step,
                          const std::vector<Record>& records);

}  // namespace sendoff::cli

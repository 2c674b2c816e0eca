// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <string>
#include <vector>

namespace sendoff::cli {

// Whether a request did what it was for: it was answered 2xx.
bool AnsweredWell(const Record& record);

// A run for people: how the step ended, what it said, and under it one line for each request with
// what came back, where that is not 2xx with the first lines of the answer. `verbose` adds fields
// and bodies, and shows long values whole.
std::string TerminalReport(const std::string& file, const StepResult& step,
                           const std::vector<Record>& records, bool verbose);

// Only what went wrong: the step's error, and requests that were not answered 2xx.
std::string FailureReport(const std::string& file, const StepResult& step,
                          const std::vector<Record>& records);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <string>

#include "report/terminal/style.h"

namespace sendoff {

// What a step printed, for people.
std::string ConsoleReport(const Style& style, const ConsoleLine& line);

// How a step ended, and what it made of its run. `answer` is what a server said that made it fail,
// or empty; `is_whole` shows long values whole.
std::string StepReport(const Style& style, const std::string& file, const StepResult& step,
                       const std::string& answer, bool is_whole);

// Only how it failed; empty where it did not.
std::string StepFailureReport(const Style& style, const std::string& file, const StepResult& step,
                              const std::string& answer);

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/step.h>

#include <string>
#include <vector>

namespace sendoff::cli {

// What --har writes: the HAR of a run.
std::string HarOf(const std::string& file, const StepResult& step,
                  const std::vector<Record>& records);

}  // namespace sendoff::cli

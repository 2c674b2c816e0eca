// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <string>
#include <string_view>

namespace sendoff {

// The error of a run that no JavaScript has made: its code and its stack follow from the rest.
StepError OwnError(ErrorCode kind, std::string_view name, std::string message);

}  // namespace sendoff

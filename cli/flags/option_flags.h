// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <map>
#include <string>

namespace sendoff::cli {

// The one place that knows which flag sets which option of the library: as
// DeliveryOptions::option_names has it.
std::map<std::string, std::string> OptionFlags();

// Says beside an error of a limit which flag moves the limit.
void NameTheFlag(StepResult* step);

}  // namespace sendoff::cli

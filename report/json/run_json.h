// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <string>

#include "report/json/json_writer.h"

namespace sendoff {

// Writes what came of a step as one object, a line of the log without its end.
void WriteRun(JsonWriter& json, const std::string& file, const StepResult& step);

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <string>

#include "report/json/json_members.h"

namespace sendoff {

// Where an entry of another tool's HAR stands in the log that is made of it.
struct HarPlace {
  std::string run;
  std::string step;
  uint64_t seq = 0;
};

// Writes an entry of another tool's HAR as a request's line of a log. What HAR does not tell is as
// careful as can be: what failed may have been sent. The error says what is missing.
Result<std::string> LineOfForeignEntry(const JsonObject& entry, const HarPlace& place);

}  // namespace sendoff

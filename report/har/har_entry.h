// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "report/json/json_members.h"
#include "report/json/json_writer.h"

namespace sendoff {

// When HAR says that a request began: before it waited for a free slot. `otherwise` for one that
// was never begun.
std::chrono::system_clock::time_point HarStart(const JsonObject& record,
                                               std::chrono::system_clock::time_point otherwise);

// Writes what `record`, a request's line of a log, is in HAR: an entry for each redirect that was
// followed, and then one that has what came in the end.
void WriteHarEntries(JsonWriter& json, const JsonObject& record,
                     std::chrono::system_clock::time_point start);

}  // namespace sendoff

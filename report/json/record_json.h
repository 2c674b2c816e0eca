// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include <string>
#include <vector>

#include "report/json/json_writer.h"

namespace sendoff {

// Writes `record` as one object.
void WriteRecord(JsonWriter& json, const Record& record);

// Writes an array of strings.
void WriteTexts(JsonWriter& json, const std::vector<std::string>& texts);

}  // namespace sendoff

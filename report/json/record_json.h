// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include "report/json/json_writer.h"

namespace sendoff {

// Writes `record` as one object.
void WriteRecord(JsonWriter& json, const Record& record);

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

#include "report/page/page_lines.h"

namespace sendoff {

// The document of ToJson(file, step, records), `{"step": {...}, "requests": [...]}`, as the lines
// of a log that would say the same.

// Whether a text that begins so is one.
bool IsRunDocument(std::string_view beginning);

// kUsage where it is no JSON.
Result<void> ReadRunDocument(const std::string& document, PageLines* lines);

}  // namespace sendoff

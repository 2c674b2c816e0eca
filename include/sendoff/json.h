// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>
#include <sendoff/step.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {
inline namespace v1 {

// A record as one JSON object on one line, without a line end: a line of `--log`, of the type
// "request". Keys and their meaning: docs/log.md. A body stands as `text` where it is UTF-8, else
// as `base64`.
std::string ToJson(const Record& record);

// The other way: the record in a line of a log, whoever has written it. None for a line of another
// type, such as "run". The error (kIo) says what is wrong with the line, in words that can follow
// "line 7: ". Keys that it does not know are passed over.
Result<std::optional<Record>> RecordFromJson(std::string_view line);

// What came of the step itself, likewise: a line of the type "run". `file` is the step's.
std::string ToJson(const std::string& file, const StepResult& step);

// A whole run as one JSON document, `{"step": {...}, "requests": [...]}`: what `--json` prints.
std::string ToJson(const std::string& file, const StepResult& step,
                   const std::vector<Record>& records);

}  // namespace v1
}  // namespace sendoff

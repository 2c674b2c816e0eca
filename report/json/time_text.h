// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sendoff {

// As Date.prototype.toISOString has it, and RFC 3339: "2026-11-23T09:30:00.123Z".
std::string ToIso8601(std::chrono::system_clock::time_point time);

// The time that RFC 3339 or ISO 8601 calls so, to the millisecond: with any offset, with a colon in
// it or without; without an offset it is universal time. None for another text, and for a year that
// is not from 1971 to 2200.
std::optional<std::chrono::system_clock::time_point> FromIso8601(std::string_view text);

}  // namespace sendoff

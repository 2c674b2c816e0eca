// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace sendoff {

// As Date.prototype.toISOString has it, and RFC 3339: "2026-11-23T09:30:00.123Z".
std::string ToIso8601(std::chrono::system_clock::time_point time);

}  // namespace sendoff

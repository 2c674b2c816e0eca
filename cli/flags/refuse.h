// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <string>

namespace sendoff::cli {

// The exit status of what was asked for wrongly, or cannot be read or written.
inline constexpr int kUnusable = 2;

// Says on standard error what is wrong, and returns that status.
int Refuse(const Error& error);

// Says there what is only probably wrong.
void Warn(const std::string& warning);

}  // namespace sendoff::cli

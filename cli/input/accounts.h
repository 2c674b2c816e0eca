// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <map>
#include <string>

namespace sendoff::cli {

// The accounts of app props: variables SENDOFF_AUTH_<NAME>, each a JSON object or @FILE, where
// <NAME> is the prop's or the app's name in capitals. Those of `step_environment`, which win, are
// moved out of it; those of `environment`, this process's own, are the only ones that are read of
// it. The result is by <NAME>; kUsage or kIo, naming the variable and nothing of its value.
Result<std::map<std::string, std::string>> TakeAccounts(
    const char* const* environment, std::map<std::string, std::string>* step_environment);

}  // namespace sendoff::cli

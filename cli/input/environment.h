// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <map>
#include <string>
#include <vector>

namespace sendoff::cli {

// What --env gives the step, one argument after another, a later one winning: NAME=VALUE; the NAME
// of a variable of `shell`; else a FILE (cli/input/env_file.h), - for standard input. A name with a
// slash or a dot is a file's. kUsage or kIo, naming the flag; what a file has that is no variable
// is told in `warnings`.
Result<std::map<std::string, std::string>> ReadEnvironment(
    const std::vector<std::string>& arguments, const char* const* shell,
    std::vector<std::string>* warnings);

// The values of the variables that --secret names, which are among those of --env. kUsage, naming
// the flag, for one that is not; one too short to be hidden wherever it stands is told of in
// `warnings`.
Result<std::vector<std::string>> FindSecrets(const std::vector<std::string>& names,
                                             const std::map<std::string, std::string>& variables,
                                             std::vector<std::string>* warnings);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::cli {

// The variables of a file such as .env, read as by Node 20's --env-file: comments, also behind
// values, `export `, values in "double", 'single' or `back` quotes over several lines, \n in double
// ones. What Node reads otherwise than its author means (docs/steps.md), this reads as it is meant.
struct EnvFile {
  std::map<std::string, std::string> variables;
  std::vector<std::string> warnings;  // of lines that are left out, each with `name` and its number
};

// kUsage for what no variable can have: a NUL character.
Result<EnvFile> ParseEnvFile(std::string_view text, const std::string& name);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <map>
#include <string>

namespace sendoff::cli {

// The whole of a file. kIo, naming the file and what the system said.
Result<std::string> ReadFile(const std::string& path);

// Whether `path` names something that can be read and is no directory; reads nothing of it, because
// a pipe can be read once only. kIo, as above.
Result<void> CheckReadable(const std::string& path);

// A JSON document given as an argument: the text itself, `@FILE`, or `-` for standard input.
// `flag` is named in errors: kIo when it cannot be read; kUsage when it is no JSON, with line and
// column.
Result<std::string> ReadJsonArgument(const std::string& flag, const std::string& argument);

// Variables from a file of NAME=VALUE lines. Empty lines and those that begin with # are skipped,
// `export ` before a name and quotes around a value are taken off; \n in double quotes is a line
// end. kIo or kUsage with the line's number.
Result<std::map<std::string, std::string>> ReadEnvFile(const std::string& path);

}  // namespace sendoff::cli

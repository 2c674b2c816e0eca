// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <map>
#include <string>
#include <string_view>

namespace sendoff::cli {

// The whole of a file. kIo, naming the file and what the system said. A pipe that the shell made
// (/dev/stdin, <(...)) is read to its end; a named pipe is refused, because waiting for somebody to
// write to it could last for ever.
Result<std::string> ReadFile(const std::string& path);

// Whether `path` names a file that can be read, or something that the shell opened; reads nothing
// of it, because a pipe can be read once only. kIo, as above.
Result<void> CheckReadable(const std::string& path);

// Whether something other than a plain file has that name: a pipe, a device. kIo, naming the flag.
// What is not there at all is left to whoever opens it.
Result<void> CheckPlainFile(const std::string& flag, const std::string& path);

// Whether both names lead to one existing file.
bool IsSameFile(const std::string& a, const std::string& b);

enum class JsonShape { kAny, kObject };

// A JSON document given as an argument: the text itself, `@FILE`, or `-` for standard input.
// `flag` is named in errors: kIo when it cannot be read; kUsage when it is no JSON, with line and
// column, or not of that shape.
Result<std::string> ReadJsonArgument(const std::string& flag, const std::string& argument,
                                     JsonShape shape = JsonShape::kAny);

// Variables from a file of NAME=VALUE lines. Empty lines and those that begin with # are skipped,
// `export ` before a name and quotes around a value are taken off; \n in double quotes is a line
// end. kIo or kUsage with the line's number.
Result<std::map<std::string, std::string>> ReadEnvFile(const std::string& path);

// `text` without the blanks, tabs and carriage returns at both ends.
std::string_view Trim(std::string_view text);

}  // namespace sendoff::cli

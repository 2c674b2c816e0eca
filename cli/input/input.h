// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace sendoff::cli {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using InputFile = std::unique_ptr<std::FILE, CloseFile>;

// Opens a file to be read. kIo, naming the file and what the system said. A named pipe is refused,
// because waiting for somebody to write to it could last for ever; one that the shell made
// (/dev/stdin, <(...)) is not.
Result<InputFile> OpenFile(const std::string& path);

// The whole of a file that is opened so.
Result<std::string> ReadFile(const std::string& path);

// The same of a text, or of standard input where `path` is -, without a byte order mark. kUsage
// when it is not in UTF-8, naming the encoding that it looks like.
Result<std::string> ReadTextFile(const std::string& path);

// Reads standard input to its end and puts a file that holds the same in its place, so that it can
// be opened by the name that is returned, whatever it was: a socket cannot. kIo.
Result<std::string> OpenStandardInput();

// Whether `path` names a file that can be read, or something that the shell opened; reads nothing
// of it, because a pipe can be read once only. kIo, as above.
Result<void> CheckReadable(const std::string& path);

// Whether both names lead to one existing file.
bool IsSameFile(const std::string& a, const std::string& b);

enum class JsonShape { kAny, kObject };

// A JSON document given as an argument: the text itself, `@FILE`, or `-` (or `@-`) for standard
// input. `flag` is named in errors: kIo when it cannot be read; kUsage when it is no JSON, with
// line and column, or not of that shape.
Result<std::string> ReadJsonArgument(const std::string& flag, const std::string& argument,
                                     JsonShape shape = JsonShape::kAny);

// Whether such an argument is read from standard input.
bool IsStandardInput(const std::string& argument);

// `text` without the blanks, tabs and carriage returns at both ends.
std::string_view Trim(std::string_view text);

}  // namespace sendoff::cli

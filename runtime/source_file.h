// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

namespace sendoff::runtime {

// The text of a source file, UTF-8, without a byte order mark; a first line `#!...` becomes a
// comment. Fails with kIo, saying what stands in the way: missing, a directory, unreadable, too
// large. `may_be_pipe`: a pipe is read to its end (a shell's <(...)), however long its writer
// takes; else it is refused, because no limit could end the wait. Any thread.
Result<std::string> ReadSourceFile(const std::string& path, bool may_be_pipe);

// Whether it is a file that can be read (as far as that can be told without opening it).
bool IsFile(const std::string& path);
bool IsFolder(const std::string& path);

}  // namespace sendoff::runtime

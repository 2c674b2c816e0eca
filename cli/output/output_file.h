// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

namespace sendoff::cli {

// Opens a file to write, or a pipe that somebody reads from; a new file is for its owner only.
// `how` is what open(2) is told beside that, such as O_APPEND. -1 with errno.
int OpenToWrite(const std::string& path, int how);

// The same for the value of a flag, of which `example` is another; - is standard output, of which
// others have the very same description. kIo.
Result<int> OpenOutput(const std::string& flag, const std::string& path, const std::string& example,
                       int how);

// Writes all of `bytes`, however long that takes. 0, or errno.
int WriteAll(int fd, std::string_view bytes);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>
#include <string_view>

namespace sendoff::cli {

// Writes a page to a file, or to standard output where `path` is -. What requests hold is not for
// everybody: only the owner can read the file (mode 0600), also where it was there before. `flag`
// is the one that named it, for the message: kIo.
Result<void> WritePage(const std::string& flag, const std::string& path, std::string_view page);

}  // namespace sendoff::cli

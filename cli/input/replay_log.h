// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>
#include <sendoff/result.h>

#include <string>
#include <vector>

namespace sendoff::cli {

// The records of the log that --replay names, in their order. `warnings` gets what is to be said of
// lines that cannot be read, by their number. kIo where the file cannot be read, kUsage where it
// has lines and none of them is a log's.
Result<std::vector<Record>> ReadReplayLog(const std::string& path,
                                          std::vector<std::string>* warnings);

}  // namespace sendoff::cli

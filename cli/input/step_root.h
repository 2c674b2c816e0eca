// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <string>

namespace sendoff::cli {

// The root of the step in `file`: `root`, or where that is empty the nearest folder upwards with a
// package.json or a workflow.yaml, or the one above it that names that as one of its workspaces;
// else the step's own folder. Fails with kUsage or kIo when the step is not in it, or leads out of
// it by a symbolic link.
Result<std::string> ChooseRoot(const std::string& root, const std::string& file);

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace sendoff::cli {

// What `sendoff view` was asked for.
struct ViewFlags {
  std::vector<std::string> logs;  // - for standard input
  std::string output;             // - for standard output; empty: see ViewCommand
  bool open = false;
};

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace sendoff::test {

// The processes that `parent` has started, and that have not been waited for.
inline std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0) continue;
    std::string text;
    std::getline(std::ifstream(entry.path() / "stat"), text);
    // The name, in parentheses, may have anything in it; state and parent come behind it.
    const size_t name_end = text.rfind(')');
    if (name_end == text.npos || text.size() < name_end + 4) continue;
    if (std::atoi(text.c_str() + name_end + 4) == parent) children.push_back(pid);
  }
  return children;
}

// The workers of this process: children of the zygotes, which are those of the processes that stand
// by.
inline std::vector<pid_t> Workers() {
  std::vector<pid_t> workers;
  for (const pid_t standing_by : ChildrenOf(getpid())) {
    for (const pid_t zygote : ChildrenOf(standing_by)) {
      for (const pid_t worker : ChildrenOf(zygote)) workers.push_back(worker);
    }
  }
  return workers;
}

inline size_t OpenDescriptors() {
  std::error_code ignored;
  const auto entries = std::filesystem::directory_iterator("/proc/self/fd", ignored);
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

}  // namespace sendoff::test

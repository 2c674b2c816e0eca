// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace sendoff {

// A process as the kernel tells of it.
struct Process {
  pid_t pid = 0;
  pid_t parent = 0;
  double cpu_us = 0;  // of those that it has waited for, too
};

// Of its threads that are there, to the nanosecond; 0 where the kernel does not count so.
inline double ThreadsCpu(const std::filesystem::path& process) {
  double nanoseconds = 0;
  std::error_code ignored;
  for (const auto& thread : std::filesystem::directory_iterator(process / "task", ignored)) {
    double time = 0;
    std::ifstream(thread.path() / "schedstat") >> time;
    nanoseconds += time;
  }
  return nanoseconds / 1e3;
}

inline std::vector<Process> AllProcesses() {
  const double tick_us = 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
  std::vector<Process> all;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (pid <= 0) continue;
    std::string text;
    std::getline(std::ifstream(entry.path() / "stat"), text);
    // The name, in parentheses, may have anything in it.
    const size_t name_end = text.rfind(')');
    if (name_end == text.npos) continue;
    std::istringstream words(text.substr(name_end + 2));
    const std::vector<std::string> fields(std::istream_iterator<std::string>(words), {});
    if (fields.size() < 15) continue;
    // User and system, its own and that of processes that have ended: in ticks of the clock, but of
    // those the kernel has added up what it knew exactly.
    const auto ticks = [&](size_t first) {
      return tick_us * (std::strtod(fields[first].c_str(), nullptr) +
                        std::strtod(fields[first + 1].c_str(), nullptr));
    };
    const double own = std::max(ticks(11), ThreadsCpu(entry.path()));
    all.push_back({pid, std::atoi(fields[1].c_str()), own + ticks(13)});
  }
  return all;
}

// The processes that `ancestor` or its descendants have started.
inline std::vector<Process> DescendantsOf(pid_t ancestor) {
  const std::vector<Process> all = AllProcesses();
  std::vector<Process> found;
  const auto add = [&](pid_t parent, const auto& again) -> void {
    for (const Process& process : all) {
      if (process.parent != parent) continue;
      found.push_back(process);
      again(process.pid, again);
    }
  };
  add(ancestor, add);
  return found;
}

// Of this process's workers: getrusage does not know those, as others wait for them.
inline double DescendantsCpu() {
  double cpu_us = 0;
  for (const Process& process : DescendantsOf(getpid())) cpu_us += process.cpu_us;
  return cpu_us;
}

}  // namespace sendoff

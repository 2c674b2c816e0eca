// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sendoff::cli {

// What a number may be at most; none: without a limit.
using Most = std::optional<uint64_t>;

// A limit of the process's own, and how far it may be raised.
struct OwnLimit {
  Most soft{};
  Most hard{};
};

// What bounds all processes of a control group (cgroup v2), the narrowest of it and those above.
struct GroupLimits {
  Most memory_bytes{};
  Most tasks{};        // processes and threads
  Most cpu_percent{};  // 100: one processor
};

// What this machine has that matters to steps and their requests. A value.
struct Machine {
  std::string system;        // the distribution, for people
  std::string kernel;        // its release
  std::string architecture;  // as "x86_64"
  int landlock = 0;          // the version of its interface; 0: the kernel has none

  std::vector<std::string> name_servers;
  std::string name_servers_fault;
  std::string roots_file;    // of trusted certificates; empty: none is there
  std::string roots_folder;  // likewise

  std::string time_zone;    // its name, or that of the moment: "Europe/Berlin", "CET"
  std::string time_offset;  // to UTC, as "+0100"

  uint64_t processors = 0;
  uint64_t memory_bytes = 0;
  uint64_t free_memory_bytes = 0;
  OwnLimit descriptors;
  OwnLimit tasks;  // of the user
  GroupLimits group;
};

// The machine that this is. `root` stands before the paths of what is read, for tests.
Machine ThisMachine(const std::string& root = "");

}  // namespace sendoff::cli

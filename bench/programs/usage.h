// SPDX-License-Identifier: MIT
#pragma once

#include <malloc.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace sendoff {

// What this process has used of the machine so far.
struct Usage {
  double wall_us = 0;
  double user_us = 0;
  double system_us = 0;
  double resident_bytes = 0;  // now, not at most
  double own_bytes = 0;       // of these, what no file backs and no other process has
  double heap_bytes = 0;      // what malloc has given out

  static Usage Now() {
    const auto microseconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {.wall_us = std::chrono::duration<double, std::micro>(wall).count(),
            .user_us = microseconds(usage.ru_utime),
            .system_us = microseconds(usage.ru_stime),
            .resident_bytes = 1024 * InStatus("VmRSS"),
            .own_bytes = 1024 * InStatus("RssAnon"),
            .heap_bytes = static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd)};
  }

  // One line of JSON for the suite: what was used since `start`, divided by `count`.
  void PrintSince(const Usage& start, double count) const {
    const auto print = [count](const char* name, double amount, const char* after) {
      std::printf("\"%s\": %.3f%s", name, amount / count, after);
    };
    std::printf("{");
    print("wall_us", wall_us - start.wall_us, ", ");
    print("user_us", user_us - start.user_us, ", ");
    print("system_us", system_us - start.system_us, ", ");
    print("resident_bytes", resident_bytes - start.resident_bytes, ", ");
    print("own_bytes", own_bytes - start.own_bytes, ", ");
    print("heap_bytes", heap_bytes - start.heap_bytes, "}\n");
  }

  // A figure of /proc/self/status, most of which are in KiB; 0 where there is none.
  static double InStatus(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with(name) && line[name.size()] == ':') {
        return std::strtod(line.c_str() + name.size() + 1, nullptr);
      }
    }
    return 0;
  }
};

}  // namespace sendoff

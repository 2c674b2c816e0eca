// SPDX-License-Identifier: MIT
#pragma once

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace sendoff {

// What this process has used of the machine so far.
struct Usage {
  double wall_us = 0;
  double user_us = 0;
  double system_us = 0;
  double resident_bytes = 0;  // now, not at most
  double heap_bytes = 0;      // what malloc has given out

  static Usage Now() {
    const auto microseconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration<double, std::micro>(wall).count(), microseconds(usage.ru_utime),
            microseconds(usage.ru_stime), ResidentBytes(),
            static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd)};
  }

  // One line of JSON for the suite: what was used since `start`, divided by `count`.
  void PrintSince(const Usage& start, double count) const {
    std::printf(
        R"({"wall_us": %.3f, "user_us": %.3f, "system_us": %.3f, "resident": %.0f, "heap": %.0f})"
        "\n",
        (wall_us - start.wall_us) / count, (user_us - start.user_us) / count,
        (system_us - start.system_us) / count, (resident_bytes - start.resident_bytes) / count,
        (heap_bytes - start.heap_bytes) / count);
  }

 private:
  static double ResidentBytes() {
    long pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
      if (std::fscanf(file, "%*d %ld", &pages) != 1) pages = 0;
      std::fclose(file);
    }
    return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
  }
};

}  // namespace sendoff

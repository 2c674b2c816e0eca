// SPDX-License-Identifier: MIT
#pragma once

#include <malloc.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/sanitizer.h"

#if defined(SENDOFF_ADDRESS_SANITIZER)
extern "C" size_t __sanitizer_get_current_allocated_bytes();  // its header is not always there
#endif

namespace sendoff::test {

// AddressSanitizer keeps what was freed in memory for a while, and counts exactly what was not.
#if defined(SENDOFF_ADDRESS_SANITIZER)
inline constexpr bool kResidentTells = false;
#else
inline constexpr bool kResidentTells = true;
#endif

// What of the machine the process holds.
struct Holding {
  size_t memory;  // bytes that are allocated
  size_t files;
  size_t threads;
};

inline size_t CountEntries(const char* folder) {
  std::error_code ignored;
  const auto entries = std::filesystem::directory_iterator(folder, ignored);
  return static_cast<size_t>(std::distance(begin(entries), end(entries)));
}

inline Holding MeasureHolding() {
#if defined(SENDOFF_ADDRESS_SANITIZER)
  const size_t memory = __sanitizer_get_current_allocated_bytes();
#else
  const auto info = mallinfo2();
  const size_t memory = info.uordblks + info.hblkhd;
#endif
  return {memory, CountEntries("/proc/self/fd"), CountEntries("/proc/self/task")};
}

// Kilobytes that are in memory.
inline size_t ResidentKilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  return 0;
}

}  // namespace sendoff::test

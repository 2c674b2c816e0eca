// SPDX-License-Identifier: MIT
// The system calls that a locked in worker has: a table, read by what makes the filter, by the
// tests that try each number, and by people. What is not in it ends the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sendoff::worker {

// A test of an argument: (argument & mask) compared to value, as the filter sees it, in 64 bits.
// Arguments that the kernel takes as int are compared by their lower half.
struct ArgumentTest {
  enum class Kind : uint8_t { kNone, kEqual, kDiffers, kAbove };

  Kind kind = Kind::kNone;
  unsigned argument = 0;  // from 0
  uint64_t mask = 0;      // kEqual alone has one
  uint64_t value = 0;
};

// As a value to compare to: the number of the process that installs the filter. No process has this
// one.
inline constexpr uint32_t kOwnProcess = 0x7fffffff;

// A call, and what is answered where both tests hold. Of several rows for a call no two may hold at
// once; where none does, the call ends the process.
struct CallRule {
  const char* name;
  int error = 0;  // 0: it is carried out. Else what it fails with, without being carried out
  ArgumentTest tests[2] = {};
};

struct CallGroup {
  const char* what_for;
  std::span<const CallRule> rules;
};

std::span<const CallGroup> CallTable();

// From this number on, up to kLastNewCall, calls fail with ENOSYS: they came with Linux 6.5 and
// later, and a C library that is newer than this table takes it for a kernel that is older.
inline constexpr int kFirstNewCall = 451;
inline constexpr int kLastNewCall = 511;

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>

#include <gtest/gtest.h>

#include <chrono>

#include "base/clock.h"
#include "base/sanitizer.h"

namespace sendoff::test {

// How long everybody may have to wait for one turn of the delivery thread, in CPU time of its own.
constexpr std::chrono::milliseconds kTurnLimit{50};

// Only of a build as it is shipped: others take several times as long.
#if defined(NDEBUG) && !defined(SENDOFF_ADDRESS_SANITIZER) && !defined(SENDOFF_THREAD_SANITIZER)
constexpr bool kTurnsTell = true;
#else
constexpr bool kTurnsTell = false;
#endif

inline void ExpectShortTurns(Duration longest_cpu) {
  if (!kTurnsTell) return;
  EXPECT_LE(ToMilliseconds(longest_cpu), ToMilliseconds(kTurnLimit))
      << "milliseconds of CPU in one turn";
}

// CPU time of the calling thread.
inline Duration ThreadCpuTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace sendoff::test

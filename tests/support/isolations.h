// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <sendoff/inprocess.h>

#include <ostream>
#include <string>
#include <utility>

#include "base/sanitizer.h"

namespace sendoff::test {

// For tests of what is so on threads only, or that have nothing to do with where runs are.
inline IsolationOptions OnThreads(const IsolateOptions& isolates = {}) {
  Result<IsolationOptions> threads = InProcess(isolates);
  EXPECT_TRUE(threads.ok()) << threads.error().message;
  return std::move(*threads);
}

// For tests that say the same of both.
inline IsolationOptions Isolated(Isolation isolation) {
  return isolation == Isolation::kThread ? OnThreads() : IsolationOptions();
}

// With ThreadSanitizer, which is for threads, workers are scripted.
#if defined(SENDOFF_THREAD_SANITIZER)
inline auto Isolations() { return testing::Values(Isolation::kThread); }
#else
inline auto Isolations() { return testing::Values(Isolation::kThread, Isolation::kProcess); }
#endif

// How ctest tells them apart: by the end of a test's name.
inline std::string IsolationName(const testing::TestParamInfo<Isolation>& info) {
  return std::string(ToString(info.param));
}

}  // namespace sendoff::test

namespace sendoff {
inline namespace v1 {

// How GoogleTest names a parameter.
inline void PrintTo(Isolation isolation, std::ostream* out) { *out << ToString(isolation); }

}  // namespace v1
}  // namespace sendoff

// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff {

// Prints where and what to standard error and aborts. Never returns.
[[noreturn]] void CheckFailed(const char* file, int line, const char* expression);

}  // namespace sendoff

// For what cannot happen unless sendoff itself is wrong. Always on: a broken invariant in a host
// that runs other people's code must stop, not go on. What a script, a server or an operator can
// bring about is never a CHECK but an `Error`.
#define SENDOFF_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::sendoff::CheckFailed(__FILE__, __LINE__, #condition))

#define SENDOFF_UNREACHABLE() ::sendoff::CheckFailed(__FILE__, __LINE__, "unreachable")

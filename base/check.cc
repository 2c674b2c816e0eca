// SPDX-License-Identifier: MIT
#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sendoff {

void CheckFailed(const char* file, int line, const char* expression) {
  std::fprintf(stderr, "sendoff: internal error at %s:%d: CHECK(%s) failed\n", file, line,
               expression);
  std::abort();
}

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "cli/flags/refuse.h"

#include <cstdio>

#include "cli/output/printable.h"

namespace sendoff::cli {

int Refuse(const Error& error) {
  std::fprintf(stderr, "sendoff: %s\n", PrintableLine(error.message).c_str());
  return kUnusable;
}

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
#include "cli/flags/refuse.h"

#include <cstdio>

#include "report/terminal/printable.h"

namespace sendoff::cli {

int Refuse(const Error& error) {
  std::fprintf(stderr, "sendoff: %s\n", PrintableLine(error.message).c_str());
  return kUnusable;
}

void Warn(const std::string& warning) {
  std::fprintf(stderr, "sendoff: warning: %s\n", PrintableLine(warning).c_str());
}

}  // namespace sendoff::cli

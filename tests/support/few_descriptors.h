// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <sys/resource.h>

#include <cstdlib>

namespace sendoff::test {

// For death tests: with so many descriptors in all, ends the process with 0 when `make` gives what
// it makes, or kIo as the reason why not.
template <class F>
[[noreturn]] void TryWithDescriptors(rlim_t descriptors, F make) {
  const rlimit few{descriptors, descriptors};
  setrlimit(RLIMIT_NOFILE, &few);
  const auto made = make();
  const bool says_so = !made.ok() && made.error().code == ErrorCode::kIo;
  // At once: what looks for leaks at an ordinary end needs descriptors.
  std::_Exit(made.ok() || says_so ? 0 : 1);
}

}  // namespace sendoff::test

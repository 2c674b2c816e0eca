// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "worker/lock_in/layers.h"

namespace sendoff::worker {

// A report as the lines of WorkerHello::lock_in: "seccomp", or "landlock: the kernel has none" for
// a layer that does not hold.
std::string ToText(const LockInReport& report);

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>

#include <string_view>
#include <vector>

namespace sendoff::carrier {

// The layers in WorkerHello::lock_in, a line each: "seccomp", or "landlock: the kernel has none".
std::vector<IsolationReport::Layer> ReadLockIn(std::string_view text);

}  // namespace sendoff::carrier

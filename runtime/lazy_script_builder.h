// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/bootstrap_script.h"
#include "runtime/platform.h"

namespace sendoff::runtime {

// Compiles the lazy scripts and returns them with their code caches, packed as UnpackLazyScripts
// takes them. Nothing of them runs. Fails with kSnapshot and the place of what does not compile. A
// build step.
Result<std::vector<uint8_t>> BuildLazyScripts(const Platform& platform,
                                              std::span<const BootstrapScript> scripts);

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <v8.h>

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/snapshot/bootstrap_script.h"
#include "runtime/v8/platform.h"

namespace sendoff::runtime {

// Compiles the lazy scripts and returns them with their code caches, packed as UnpackLazyScripts
// takes them. Nothing of them runs. Fails with kSnapshot and the place of what does not compile. A
// build step. `snapshot` and `references` are what the isolates that will run them start from: from
// 12.x on, V8 takes a code cache only on the read-only heap that it was made on.
Result<std::vector<uint8_t>> BuildLazyScripts(const Platform& platform, v8::StartupData snapshot,
                                              std::span<const intptr_t> references,
                                              std::span<const BootstrapScript> scripts);

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <span>
#include <vector>

#include "runtime/snapshot/binding_table.h"
#include "runtime/snapshot/bootstrap_script.h"
#include "runtime/v8/platform.h"

namespace sendoff::runtime {

// Runs the scripts in order in a fresh context and returns the heap that they leave, and the lazy
// scripts with their code caches, as the bytes of a snapshot file, which `Snapshot::Load` takes.
// Each script is a function body that sees
//
//   global      the global object
//   natives     the native functions, by binding and name
//   primordials the built-ins as they were, saved by the first script
//   internals   what scripts offer to each other and to the runtime
//
// Fails with kSnapshot and the script's own error. A build step; one at a time in a process.
Result<std::vector<uint8_t>> BuildSnapshot(const Platform& platform,
                                           std::span<const Binding> bindings,
                                           std::span<const BootstrapScript> scripts,
                                           std::span<const BootstrapScript> lazy_scripts = {});

// The tool around it: `mksnapshot OUTPUT SCRIPT... [--lazy SCRIPT...]`. Returns the process's exit
// status.
int BuildSnapshotMain(int argc, char** argv, std::span<const Binding> bindings);

}  // namespace sendoff::runtime

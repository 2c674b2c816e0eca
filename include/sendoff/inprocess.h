// SPDX-License-Identifier: MIT
// Runs on threads of the host's own process, for hosts that have V8 in it. The only header whose
// library (sendoff_inprocess) brings V8 along; to link it changes nothing by itself.
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/result.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace sendoff {
inline namespace v1 {

// What is kept of V8 between runs on threads. Isolates are for runs that name a group, see
// RunOptions.
struct IsolateOptions {
  size_t idle = 8;     // isolates that wait for the next run of their group; 2 to 6 MiB each
  size_t runs = 1000;  // of one isolate, before it is disposed of

  // Of what was made of sources that several runs have, by the text: V8's code, and the JavaScript
  // of TypeScript. Runs of all groups share it, so by the time it takes a step can tell whether
  // another had the very same source before. 0 keeps none.
  uint64_t kept_source_bytes = 64ull << 20;
};

// For Engine::Create: runs on threads. Starts V8, once in a process. kSnapshot: this is not the V8
// that sendoff was built for.
Result<IsolationOptions> InProcess(const IsolateOptions& isolates = {});

// The version of this process's V8 and where it is from, as IsolationReport has it.
std::string V8Version();

}  // namespace v1
}  // namespace sendoff

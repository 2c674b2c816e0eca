// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <cstdint>

namespace sendoff::worker {

// Bounds the memory that this process may map, for good, to what a run takes whose heap has at most
// so many bytes. What passes it ends the process: a step that has taken over its V8 has the rest of
// the machine's memory no more than one that lets some library run away. Not in builds with a
// sanitizer, which map what they will. A limit that is lower stays.
Result<void> BoundMemory(uint64_t heap_bytes);

}  // namespace sendoff::worker

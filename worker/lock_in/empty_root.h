// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

namespace sendoff::worker {

// Gives the mount namespace of the calling process, which must be its own, a root without a file in
// it that nobody can write to, and lets go of the old one. Needs CAP_SYS_ADMIN there. Where it
// fails (kIo), the process sees the files that it saw before.
Result<void> EnterEmptyRoot();

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

namespace sendoff::worker {

// Takes from the calling thread, and from what it starts, every right that Landlock knows on this
// kernel: files by path, TCP by port, abstract sockets and signals of others. What is open stays
// open. Needs no_new_privs. Gives the version of Landlock's interface, from 1; kIo where there is
// none.
Result<int> EnterLandlock();

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff::worker {

// Empties the environment, and overwrites what was in it: the texts lie on the stack that the
// process began with, where who reads its memory would find the host's tokens. One thread; what
// looks for a variable later finds none, TZ included.
void WipeEnvironment();

}  // namespace sendoff::worker

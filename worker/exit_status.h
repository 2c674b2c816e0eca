// SPDX-License-Identifier: MIT
#pragma once

namespace sendoff::worker {

// With what a zygote or a worker ends by itself. What else it may end by is a signal.
enum ExitStatus : int {
  kGone = 0,         // of a zygote: its host has closed the socket
  kUsageStatus = 2,  // not started by a host
  kAlone = 3,        // the broker has closed the socket
  kOutOfStep = 4,    // the broker has said what it cannot
  kNotLockedIn = 5,  // what it has to be locked in by cannot be had
  kNoSnapshot = 6,   // V8 or its snapshot does not fit
};

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <vector>

#include "worker/lock_in/call_filter.h"
#include "worker/lock_in/layers.h"

namespace sendoff::worker {

struct LockInOptions {
  // What stays open; all else is closed. Whoever holds one of them can do with it what the table of
  // calls lets it: sockets must be connected ones of a pair, stream or seqpacket (a datagram socket
  // sends to whom it likes), memory must be sealed against growing and shrinking, files must be
  // open for reading only.
  std::vector<int> descriptors;

  // What a new descriptor's number is below. An event loop needs a handful, and some more at once
  // to see whether there are any.
  rlim_t most_descriptors = 64;

  // How many threads it may have (Layer::kThreadLimit).
  rlim_t most_threads = 64;

  // What getpid() says in the process that forked this one, with which it ends.
  pid_t parent = 0;

  LayerSet layers = LayerSet::All();
};

// Locks the calling process in, for good, before it sees a byte of a stranger's code. It has one
// thread, and may start others afterwards. `report` says what holds already, and comes back with
// what holds now.
//
// Besides the layers it loses its environment, its descriptors but those above, the right to gain
// privileges, core files, and what limits keep from it: files that grow, locked memory, message
// queues. How much memory it may map is bounded later, by worker/lock_in/memory_limit.h.
//
// What fails: a parent that is gone (kIo), a second thread (kUsage), or the minimum is not there
// although it is wanted (kIo, see LockInReport::CheckMinimum). The process must end then; some
// layers hold by that time.
Result<LockInReport> LockIn(const LockInOptions& options, const CallFilter& filter,
                            LockInReport report);

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "runtime/snapshot/snapshot.h"
#include "worker/lock_in/call_filter.h"
#include "worker/lock_in/layers.h"

namespace sendoff::worker {

// What a worker is forked with.
struct WorkerBirth {
  int socket;              // its end of the pair
  int ring;                // the memory of its ring, which cannot shrink
  uint64_t ring_capacity;  // see carrier/messages/ring.h
  pid_t zygote;            // with which it ends
};

// The life of a worker, in a process that was forked for it: locks itself in, starts V8, tells the
// broker, and has the runs that come. `report` says what the zygote holds already.
[[noreturn]] void RunWorker(const WorkerBirth& birth, runtime::Snapshot snapshot,
                            const CallFilter& filter, LockInReport report);

}  // namespace sendoff::worker

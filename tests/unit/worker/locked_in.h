// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cerrno>
#include <functional>
#include <string>
#include <vector>

#include "worker/lock_in/lock_in.h"

namespace sendoff::test {

// What a locked in process finds around it.
struct Around {
  pid_t zygote = 0;   // as it knows it itself
  pid_t sibling = 0;  // another process of the zygote, not locked in, which waits
  pid_t test = 0;     // the test's, as it is known outside
  int pair = -1;      // an end of a socket pair that it was left
  int peer = -1;      // the other end
};

// What came of an attempt: what a system call gave, and errno where that was below 0.
struct Tried {
  long value = 0;
  int error = 0;

  static Tried Of(long value) { return {value, value < 0 ? errno : 0}; }
};

using Attempt = std::function<Tried(const Around&)>;

struct Ended {
  int status = 0;         // as waitpid gives it
  bool returned = false;  // the attempt did, with `tried`
  Tried tried;

  bool killed() const;   // by the filter of system calls
  bool refused() const;  // killed, or an error
};

// To be printed beside what a test expected.
std::string ToText(const Ended& ended);

struct LockedIn {
  std::string error;  // of what could not be locked in
  worker::LockInReport report;
  std::vector<Ended> ended;

  bool Holds(worker::Layer layer) const { return report[layer].held; }
  // 0: there is none.
  int landlock() const;
};

worker::LayerSet Only(const std::vector<worker::Layer>& layers);

struct World {
  worker::LayerSet layers = worker::LayerSet::All();
  // Become nobody before anything else, as a host that is not root. Only root can.
  bool as_nobody = false;
  // Options of the lock-in; descriptors, parent and layers are set.
  worker::LockInOptions options{};
};

// Makes a zygote in namespaces of its own, and for each attempt a process in it, one after another,
// that locks itself in and then tries.
LockedIn TryLockedIn(const World& world, const std::vector<Attempt>& attempts);

// The same for one.
Ended TryOne(const World& world, const Attempt& attempt);

}  // namespace sendoff::test

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sys/types.h>

#include "worker/lock_in/layers.h"

namespace sendoff::worker {

// The namespaces of a zygote and of all that it forks, entered once, as a network namespace alone
// takes a millisecond. Three processes have a part in it, each with one thread:
//
//   1. what has loaded V8 calls Enter,
//   2. forks the zygote, by glibc's fork, which knows the new thread's number, and calls StandBy,
//   3. and the zygote, pid 1 where it has a namespace for that, calls Settle (worker/main.cc).
//
// Root, with CAP_SYS_ADMIN, needs no user namespace and becomes nobody; whoever else needs one.
// What the kernel refuses is left out, alone, and the report says why.
class Namespaces {
 public:
  // Leaves the namespaces of whoever started this process. It may start no thread any more, and its
  // next child is the first process of the new ones. Fails where there is more than one thread
  // (kUsage).
  static Result<Namespaces> Enter(LayerSet wanted);

  // In that child: takes files and privileges away, and ends it with its parent. Gives which layers
  // hold.
  LockInReport Settle() &&;

 private:
  explicit Namespaces(LayerSet wanted) : wanted_(wanted) {}

  void ChooseUser();
  void EnterUserNamespace();
  void Unshare();

  LayerSet wanted_;
  LockInReport report_;
  bool becomes_nobody_ = false;  // in Settle, as until then root is needed
};

// Of the process that has forked the zygote: lets go of all that it has, waits for the zygote's
// end, and ends in the same way. Whoever ends this process ends the zygote, and with it all
// workers.
[[noreturn]] void StandBy(pid_t zygote);

}  // namespace sendoff::worker

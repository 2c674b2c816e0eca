// SPDX-License-Identifier: MIT
#include "worker/lock_in/lock_in.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <utility>

#include "base/system_error.h"
#include "worker/lock_in/descriptors.h"
#include "worker/lock_in/environment.h"
#include "worker/lock_in/landlock.h"
#include "worker/lock_in/privileges.h"

namespace sendoff::worker {
namespace {

// A hard limit that is lower already stays so.
Result<void> Limit(__rlimit_resource resource, rlim_t most) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return SystemError("getrlimit");
  if (limit.rlim_max < most) most = limit.rlim_max;
  limit = {most, most};
  if (setrlimit(resource, &limit) != 0) return SystemError("setrlimit");
  return {};
}

Result<void> SetLimits(const LockInOptions& options) {
  for (const auto resource : {RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE}) {
    if (Result<void> done = Limit(resource, 0); !done.ok()) return done;
  }
  return Limit(RLIMIT_NOFILE, options.most_descriptors);
}

bool KernelIsOlderThan(int major, int minor) {
  utsname names{};
  int own_major = 0;
  int own_minor = 0;
  if (uname(&names) != 0 || sscanf(names.release, "%d.%d", &own_major, &own_minor) != 2)
    return true;
  return std::pair(own_major, own_minor) < std::pair(major, minor);
}

// What counts threads counts all of a user's, in a user namespace: here it has one of its own, and
// no limit that its neighbours use up.
Result<void> BoundThreads(rlim_t most) {
  if (KernelIsOlderThan(5, 14))
    return Error{ErrorCode::kIo, "Linux 5.14 is the first that counts them by namespace"};
  if (unshare(CLONE_NEWUSER) != 0) return SystemError("unshare");
  // Which it was given with the namespace.
  RefusePrivileges();
  if (Result<void> dropped = DropCapabilities(); !dropped.ok()) return dropped;
  return Limit(RLIMIT_NPROC, most);
}

// Whoever has been left alone before the signal was asked for never gets it.
Result<void> EndWithParent(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return SystemError("prctl");
  if (getppid() != parent) return Error{ErrorCode::kIo, "the process that forked this one is gone"};
  return {};
}

void TakeLandlock(const LockInOptions& options, LockInReport& report) {
  if (!options.layers.Has(Layer::kLandlock)) return report.Miss(Layer::kLandlock, "not wanted");
  const Result<int> version = EnterLandlock();
  if (!version.ok()) return report.Miss(Layer::kLandlock, version.error().message);
  report.Hold(Layer::kLandlock, "version " + std::to_string(*version));
}

}  // namespace

Result<LockInReport> LockIn(const LockInOptions& options, const CallFilter& filter,
                            LockInReport report) {
  if (Result<void> one = CheckOneThread(); !one.ok()) return std::move(one.error());
  WipeEnvironment();
  if (Result<void> kept = KeepDescriptors(options.descriptors); !kept.ok())
    return std::move(kept.error());
  if (Result<void> set = SetLimits(options); !set.ok()) return std::move(set.error());
  if (options.layers.Has(Layer::kThreadLimit)) {
    report.Set(Layer::kThreadLimit, BoundThreads(options.most_threads));
  } else {
    report.Miss(Layer::kThreadLimit, "not wanted");
  }
  RefusePrivileges();
  if (options.layers.Has(Layer::kNoCapabilities))
    report.Set(Layer::kNoCapabilities, DropCapabilities());
  RefuseTracing();
  // After what changes a process's privileges, which takes the signal back.
  if (Result<void> done = EndWithParent(options.parent); !done.ok()) return std::move(done.error());
  TakeLandlock(options, report);
  if (!options.layers.Has(Layer::kSeccomp)) {
    report.Miss(Layer::kSeccomp, "not wanted");
    return report;
  }
  // Last: nothing of the above is on the list.
  report.Set(Layer::kSeccomp, filter.Install());
  if (Result<void> minimum = report.CheckMinimum(); !minimum.ok())
    return std::move(minimum.error());
  return report;
}

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#include "worker/lock_in/lock_in.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <utility>

#include "worker/lock_in/descriptors.h"
#include "worker/lock_in/environment.h"
#include "worker/lock_in/landlock.h"
#include "worker/lock_in/privileges.h"
#include "worker/lock_in/system_error.h"

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
  if (options.most_tasks) {
    if (Result<void> done = Limit(RLIMIT_NPROC, *options.most_tasks); !done.ok()) return done;
  }
  return Limit(RLIMIT_NOFILE, options.most_descriptors);
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

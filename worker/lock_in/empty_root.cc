// SPDX-License-Identifier: MIT
#include "worker/lock_in/empty_root.h"

#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/system_error.h"

namespace sendoff::worker {
namespace {

// A folder that every system has. What is mounted there is seen in this namespace alone.
constexpr char kPlace[] = "/proc";

}  // namespace

Result<void> EnterEmptyRoot() {
  // Or else what is mounted here would appear outside.
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return SystemError("mount private");
  if (mount("none", kPlace, "tmpfs", MS_RDONLY | MS_NODEV | MS_NOEXEC | MS_NOSUID,
            "size=4k,nr_inodes=2,mode=555") != 0) {
    return SystemError("mount tmpfs");
  }
  // The old root comes to lie on the new one, and is taken away: no folder for it is needed.
  if (chdir(kPlace) != 0) return SystemError("chdir");
  if (syscall(SYS_pivot_root, ".", ".") != 0) return SystemError("pivot_root");
  if (umount2(".", MNT_DETACH) != 0) return SystemError("umount");
  if (chdir("/") != 0) return SystemError("chdir");
  return {};
}

}  // namespace sendoff::worker

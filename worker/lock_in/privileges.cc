// SPDX-License-Identifier: MIT
#include "worker/lock_in/privileges.h"

#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/check.h"
#include "base/system_error.h"

namespace sendoff::worker {
namespace {

struct Capabilities {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
};

}  // namespace

bool HasCapability(int capability) {
  Capabilities own;
  if (syscall(SYS_capget, &own.header, own.sets) != 0) return false;
  return (own.sets[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability)) != 0;
}

Result<void> BecomeNobody() {
  if (setgroups(0, nullptr) != 0) return SystemError("setgroups");
  if (setresgid(kNobody, kNobody, kNobody) != 0) return SystemError("setresgid");
  if (setresuid(kNobody, kNobody, kNobody) != 0) return SystemError("setresuid");
  return {};
}

void RefusePrivileges() {
  SENDOFF_CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
  // The rest is for who may. no_new_privs says the same to those who may not.
  for (unsigned long capability = 0;; ++capability) {
    const int allowed = prctl(PR_CAPBSET_READ, capability);
    if (allowed < 0) break;  // the kernel knows no more of them
    if (allowed > 0) prctl(PR_CAPBSET_DROP, capability);
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  prctl(PR_SET_SECUREBITS,
        SECBIT_NOROOT | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_CAP_AMBIENT_RAISE | SECURE_ALL_LOCKS);
}

Result<void> DropCapabilities() {
  Capabilities none;
  if (syscall(SYS_capset, &none.header, none.sets) != 0) return SystemError("capset");
  return {};
}

void RefuseTracing() { SENDOFF_CHECK(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0); }

Result<void> CheckOneThread() {
  // Nothing is unshared by that: it fails where there is more than one thread. Where namespaces are
  // forbidden it says nothing.
  if (unshare(CLONE_THREAD) == 0 || errno != EINVAL) return {};
  return Error{ErrorCode::kUsage, "a process locks itself in before it starts its first thread"};
}

}  // namespace sendoff::worker

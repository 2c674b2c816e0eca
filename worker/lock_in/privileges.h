// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sys/types.h>

namespace sendoff::worker {

// The user and group of nobody's files, on every distribution, and in a user namespace of ours.
inline constexpr uid_t kNobody = 65534;

// Whether the calling thread has a capability (linux/capability.h) in effect.
bool HasCapability(int capability);

// Makes the process one of user and group nobody, without other groups. Needs CAP_SETUID and
// CAP_SETGID.
Result<void> BecomeNobody();

// Takes from the calling thread, and from what it starts, what it could have more by a program that
// it executes: no_new_privs, and the capabilities that a program could bring, as far as allowed.
void RefusePrivileges();

// Takes all capabilities from the calling thread, and from what it starts.
Result<void> DropCapabilities();

// Nobody without capabilities may trace the process or read its memory, and it leaves no core file.
// After a change of user, which takes this back.
void RefuseTracing();

// kUsage where the process has more threads than the calling one: what is dropped would stay
// theirs.
Result<void> CheckOneThread();

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#include "worker/lock_in/landlock.h"

#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "base/descriptor.h"
#include "base/system_error.h"

namespace sendoff::worker {
namespace {

// struct landlock_ruleset_attr as it is today: the headers of Debian 12 have only its beginning,
// and none of the rights below by name.
struct Rights {
  uint64_t files = 0;
  uint64_t network = 0;  // since version 4
  uint64_t scopes = 0;   // since version 6
};

constexpr uint64_t Bits(int count) { return (uint64_t{1} << count) - 1; }

// How many of each the versions know. They are numbered through.
Rights KnownTo(int version) {
  Rights rights;
  rights.files = Bits(13);                     // execute, read, write, make, remove
  if (version >= 2) rights.files = Bits(14);   // link and rename into another folder
  if (version >= 3) rights.files = Bits(15);   // truncate
  if (version >= 5) rights.files = Bits(16);   // ioctl of devices
  if (version >= 4) rights.network = Bits(2);  // TCP: bind, connect
  if (version >= 6) rights.scopes = Bits(2);   // abstract sockets, signals
  return rights;
}

// A kernel takes no more of the structure than it knows.
size_t SizeFor(int version) {
  if (version >= 6) return sizeof(Rights);
  return version >= 4 ? offsetof(Rights, scopes) : offsetof(Rights, network);
}

}  // namespace

Result<int> EnterLandlock() {
  const auto version = static_cast<int>(
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
  if (version < 0) {
    if (errno == EOPNOTSUPP)
      return Error{ErrorCode::kIo, "switched off on this machine: the kernel's option lsm= has it"};
    if (errno == ENOSYS)
      return Error{ErrorCode::kIo, "not in this kernel: Linux 5.13 is the first that has it"};
    return SystemError("landlock_create_ruleset");
  }
  const Rights rights = KnownTo(version);
  const Descriptor rules(
      static_cast<int>(syscall(SYS_landlock_create_ruleset, &rights, SizeFor(version), 0)));
  if (!rules.is_open()) return SystemError("landlock_create_ruleset");
  // No rule is added: nothing is let through.
  if (syscall(SYS_landlock_restrict_self, rules.fd(), 0) != 0) {
    return SystemError("landlock_restrict_self");
  }
  return version;
}

}  // namespace sendoff::worker

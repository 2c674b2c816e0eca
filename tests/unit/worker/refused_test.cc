// SPDX-License-Identifier: MIT
// A machine that refuses what workers have to be locked in by: said before the first run.
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "carrier/process/process_carrier.h"

namespace sendoff {
namespace {

// As the profile of a container may: neither this process nor what it starts has a filter of its
// own any more.
bool RefuseFilters() {
  void* const context = seccomp_init(SCMP_ACT_ALLOW);
  const bool refused =
      seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(seccomp), 0) == 0 &&
      seccomp_rule_add(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 1,
                       SCMP_A0_32(SCMP_CMP_EQ, PR_SET_SECCOMP)) == 0 &&
      seccomp_load(context) == 0;
  seccomp_release(context);
  return refused;
}

// What there is to say of a carrier in such a place.
std::string FaultWithoutFilters() {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    if (!RefuseFilters()) _exit(1);
    ProcessOptions options;
    options.worker = SENDOFF_WORKER_PROGRAM;
    const auto made = carrier::ProcessCarrier::Create(options);
    const std::string fault = made.ok() ? "none" : made.error().message;
    _exit(write(ends[1], fault.data(), fault.size()) > 0 ? 0 : 1);
  }
  close(ends[1]);
  std::string fault(4096, '\0');
  const ssize_t size = read(ends[0], fault.data(), fault.size());
  fault.resize(size > 0 ? static_cast<size_t>(size) : 0);
  close(ends[0]);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  return fault;
}

TEST(Refused, WithoutSeccompNoCarrierIsMadeAndItSaysWhy) {
  const std::string fault = FaultWithoutFilters();
  EXPECT_EQ(fault.find(SENDOFF_WORKER_PROGRAM ": steps cannot be isolated in processes on this "
                                              "machine, as there is no seccomp filter: "),
            0u)
      << fault;
  EXPECT_NE(fault.find("a container that does not refuse the system call seccomp"),
            std::string::npos);
}

}  // namespace
}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "worker/lock_in/call_filter.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/descriptor.h"
#include "base/system_error.h"
#include "worker/lock_in/call_table.h"

namespace sendoff::worker {
namespace {

struct Release {
  void operator()(void* context) const { seccomp_release(context); }
};
using Context = std::unique_ptr<void, Release>;

// libseccomp gives errors as negative numbers.
Error SeccompError(const std::string& what, int status) {
  return SystemError("libseccomp, " + what, -status);
}

// `otherwise` is what happens to calls without a rule. Other architectures' calls (i386, x32) end
// the process: their numbers mean something else.
Result<Context> NewContext(uint32_t otherwise) {
  Context context(seccomp_init(otherwise));
  if (!context) return Error{ErrorCode::kIo, "the kernel has no filter that ends a process"};
  // As a tree by numbers: the middle of a list of a hundred is far.
  for (const auto& [attribute, value] : {std::pair(SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS),
                                         std::pair(SCMP_FLTATR_CTL_OPTIMIZE, uint32_t{2})}) {
    if (const int status = seccomp_attr_set(context.get(), attribute, value); status != 0) {
      return SeccompError("an attribute", status);
    }
  }
  return context;
}

scmp_arg_cmp ToComparison(const ArgumentTest& test) {
  switch (test.kind) {
    case ArgumentTest::Kind::kDiffers:
      return SCMP_CMP64(test.argument, SCMP_CMP_NE, test.value, 0);
    case ArgumentTest::Kind::kAbove:
      return SCMP_CMP64(test.argument, SCMP_CMP_GT, test.value, 0);
    case ArgumentTest::Kind::kEqual:
    case ArgumentTest::Kind::kNone:
      break;
  }
  return SCMP_CMP64(test.argument, SCMP_CMP_MASKED_EQ, test.mask, test.value);
}

Result<void> Add(void* context, const CallRule& rule) {
  const int number = seccomp_syscall_resolve_name(rule.name);
  if (number == __NR_SCMP_ERROR)
    return Error{ErrorCode::kIo,
                 std::string("libseccomp is too old: it does not know ") + rule.name};
  scmp_arg_cmp comparisons[2];
  unsigned count = 0;
  for (const ArgumentTest& test : rule.tests) {
    if (test.kind != ArgumentTest::Kind::kNone) comparisons[count++] = ToComparison(test);
  }
  const uint32_t action =
      rule.error == 0 ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(static_cast<uint32_t>(rule.error));
  // What this architecture does not have is left out by libseccomp.
  const int status = seccomp_rule_add_array(context, action, number, count, comparisons);
  if (status != 0) return SeccompError(rule.name, status);
  return {};
}

Result<void> AddAll(void* context) {
  for (const CallGroup& group : CallTable()) {
    for (const CallRule& rule : group.rules) {
      if (Result<void> added = Add(context, rule); !added.ok()) return added;
    }
  }
  for (int number = kFirstNewCall; number <= kLastNewCall; ++number) {
    const int status = seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), number, 0);
    if (status != 0) return SeccompError(std::to_string(number), status);
  }
  return {};
}

// The program that libseccomp writes only to a descriptor. What it can have at most fits into a
// pipe.
Result<std::vector<sock_filter>> Export(void* context) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return SystemError("pipe");
  const Descriptor from(ends[0]);
  const Descriptor to(ends[1]);
  const int status = seccomp_export_bpf(context, to.fd());
  if (status != 0) return SeccompError("the program", status);
  std::vector<sock_filter> program(BPF_MAXINSNS);
  const ssize_t size = read(from.fd(), program.data(), program.size() * sizeof(sock_filter));
  if (size <= 0) return SystemError("read");
  program.resize(static_cast<size_t>(size) / sizeof(sock_filter));
  program.shrink_to_fit();
  return program;
}

// Where the filter compares something to kOwnProcess.
bool ComparesToOwn(const sock_filter& instruction) {
  return instruction.code == (BPF_JMP | BPF_JEQ | BPF_K) && instruction.k == kOwnProcess;
}

}  // namespace

Result<CallFilter> CallFilter::Make() {
  Result<Context> context = NewContext(SCMP_ACT_KILL_PROCESS);
  if (!context.ok()) return std::move(context.error());
  if (Result<void> added = AddAll(context->get()); !added.ok()) return std::move(added.error());
  Result<std::vector<sock_filter>> program = Export(context->get());
  if (!program.ok()) return std::move(program.error());
  // Once, or else libseccomp has made something else of the row of tgkill than it used to.
  if (std::count_if(program->begin(), program->end(), &ComparesToOwn) != 1) {
    return Error{ErrorCode::kIo, "libseccomp made a filter that cannot be told its own process"};
  }
  return CallFilter(std::move(*program));
}

Result<void> CallFilter::Install() const {
  auto program = program_;
  std::find_if(program.begin(), program.end(), &ComparesToOwn)->k = static_cast<uint32_t>(getpid());
  const sock_fprog whole{static_cast<unsigned short>(program.size()), program.data()};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &whole) != 0) return SystemError("seccomp");
  return {};
}

}  // namespace sendoff::worker

// SPDX-License-Identifier: MIT
#include "runtime/confined_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <vector>

namespace sendoff::runtime {
namespace {

constexpr size_t kStack = 64 << 10;
constexpr int kFirstOther = STDERR_FILENO + 1;

struct Start {
  const ConfinedProgram& program;
  const sigset_t& signals;  // that are blocked in the caller
  int failure = 0;
};

bool Bound(__rlimit_resource resource, rlim_t value) {
  const rlimit limit = {value, value};
  return setrlimit(resource, &limit) == 0;
}

bool CloseTheRestOnExec() {
  if (syscall(SYS_close_range, kFirstOther, UINT_MAX, CLOSE_RANGE_CLOEXEC) == 0) return true;
  // Linux 5.10 and older.
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
  const int end = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, INT_MAX));
  for (int fd = kFirstOther; fd < end; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
  return true;
}

// A handler of the host's would run in the memory that is still the host's.
void ForgetHandlers() {
  struct sigaction none {};
  none.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction now {};
    if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) {
      sigaction(signal, &none, nullptr);
    }
  }
}

bool Confine(const ConfinedProgram& program) {
  if (dup2(program.in, STDIN_FILENO) < 0 || dup2(program.out, STDOUT_FILENO) < 0 ||
      dup2(program.err, STDERR_FILENO) < 0 || !CloseTheRestOnExec() || chdir("/") != 0) {
    return false;
  }
  for (const auto& [resource, value] : program.limits) {
    if (!Bound(resource, value)) return false;
  }
  return Bound(RLIMIT_NOFILE, kFirstOther);
}

// The new process, which shares the memory of the one that waits for it until it is the program:
// nothing here allocates, locks or returns.
int Become(void* argument) {
  auto* start = static_cast<Start*>(argument);
  if (Confine(start->program)) {
    ForgetHandlers();
    sigprocmask(SIG_SETMASK, &start->signals, nullptr);
    execveat(start->program.program, "", start->program.arguments, start->program.environment,
             AT_EMPTY_PATH);
  }
  start->failure = errno;
  _exit(127);
}

}  // namespace

int StartConfined(const ConfinedProgram& program, pid_t* pid) {
  std::vector<char> stack(kStack);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  Start start{program, before};
  *pid = clone(Become, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &start);
  if (*pid < 0) start.failure = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (start.failure == 0 || *pid < 0) return start.failure;
  while (waitpid(*pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return start.failure;
}

}  // namespace sendoff::runtime

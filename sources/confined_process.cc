// SPDX-License-Identifier: MIT
#include "sources/confined_process.h"
#include "base/sanitizer.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>

namespace sendoff::sources {
namespace {

constexpr int kFirstOther = STDERR_FILENO + 1;

// The new process has the memory of the one that waits for it until it is the program: nothing is
// copied. What ThreadSanitizer notes of a new process it would write over its notes of the old one.
#ifdef SENDOFF_THREAD_SANITIZER
constexpr int kHow = CLONE_VFORK | SIGCHLD;
#else
constexpr int kHow = CLONE_VM | CLONE_VFORK | SIGCHLD;
#endif

// What both processes see, however the new one has its memory.
struct Start {
  const ConfinedProgram* program;
  sigset_t signals;  // that are blocked in the caller
  int failure;
  alignas(16) char stack[64 << 10];
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

// The new process. Nothing here allocates, locks or returns.
int Become(void* argument) {
  auto* start = static_cast<Start*>(argument);
  const ConfinedProgram& program = *start->program;
  if (Confine(program)) {
    ForgetHandlers();
    sigprocmask(SIG_SETMASK, &start->signals, nullptr);
    execveat(program.program, "", program.arguments, program.environment, AT_EMPTY_PATH);
  }
  start->failure = errno;
  _exit(127);
}

}  // namespace

int StartConfined(const ConfinedProgram& program, pid_t* pid) {
  void* memory =
      mmap(nullptr, sizeof(Start), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return errno;
  auto* start = static_cast<Start*>(memory);
  start->program = &program;
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &start->signals);
  *pid = clone(Become, start->stack + sizeof(start->stack), kHow, start);
  if (*pid < 0) start->failure = errno;
  pthread_sigmask(SIG_SETMASK, &start->signals, nullptr);
  const int failure = start->failure;
  munmap(memory, sizeof(Start));
  if (failure == 0 || *pid < 0) return failure;
  while (waitpid(*pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return failure;
}

}  // namespace sendoff::sources

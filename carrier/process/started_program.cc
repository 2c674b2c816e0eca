// SPDX-License-Identifier: MIT
#include "carrier/process/started_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "carrier/messages/exit_status.h"

namespace sendoff::carrier {
namespace {

constexpr int kControl = 3;

// What posix_spawn is told. A descriptor of the caller's that is 3 by itself would be closed by
// exec, but for a copy from 3 to 3, which takes that off. `nothing` has a number above it.
class Plan {
 public:
  Plan(int control, int nothing, const std::string& folder) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_adddup2(&actions_, control, kControl);
    posix_spawn_file_actions_adddup2(&actions_, nothing, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, nothing, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kControl + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
  }
  ~Plan() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// What takes and gives nothing. No /dev/null, as a root need not have one. Where it is not open,
// errno says why.
Descriptor OpenNothing() {
  Descriptor low(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!low.is_open()) return low;
  return Descriptor(fcntl(low.fd(), F_DUPFD_CLOEXEC, kControl + 1));
}

// Where a program lies, symbolic links followed: that of an installation finds its loader and its
// libraries in the directory that it is executed in.
std::string RealPath(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) != nullptr ? real : "";
}

}  // namespace

std::string SignalName(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
}

std::string ToString(const ProcessEnd& end) {
  if (end.was_killed) return "by " + SignalName(end.number);
  return "with the status " + std::to_string(end.number);
}

std::string Explain(const ProcessEnd& end) {
  const std::string_view words = end.was_killed ? "" : messages::WordsOf(end.number);
  return ToString(end) + (words.empty() ? "" : " (" + std::string(words) + ")");
}

Result<StartedProgram> StartedProgram::Start(const std::string& path, int control) {
  const auto fail = [&path](int error) {
    return Error{ErrorCode::kIo, path + ": it cannot be started: " + std::strerror(error)};
  };
  const std::string real = RealPath(path);
  if (real.empty()) return fail(errno);
  const Descriptor nothing = OpenNothing();
  if (!nothing.is_open()) return fail(errno);
  const Plan plan(control, nothing.fd(), real.substr(0, real.rfind('/') + 1));
  const std::string& executed = path.front() == '/' ? path : real;
  std::string name = "sendoff-worker";
  std::string option = "--control-fd=" + std::to_string(kControl);
  char* const arguments[] = {name.data(), option.data(), nullptr};
  const char* zone = std::getenv("TZ");
  std::string variable = zone != nullptr ? std::string("TZ=") + zone : "";
  char* const environment[] = {zone != nullptr ? variable.data() : nullptr, nullptr};
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, executed.c_str(), plan.actions(), plan.attributes(),
                                 arguments, environment);
  if (failed != 0) return fail(failed);
  return StartedProgram(pid, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
}

ProcessEnd StartedProgram::WaitOrKill(std::chrono::milliseconds most) {
  if (!reaped_) {
    pollfd wait = {end_.fd(), POLLIN, 0};
    // A signal may cut the wait short: then it is killed earlier.
    if (poll(&wait, 1, static_cast<int>(most.count())) <= 0) kill(pid_, SIGKILL);
    reaped_ = Reap();
  }
  return *reaped_;
}

ProcessEnd StartedProgram::Reap() const {
  int status = 0;
  pid_t reaped = 0;
  do {
    reaped = waitpid(pid_, &status, 0);
  } while (reaped < 0 && errno == EINTR);
  // A host that ignores SIGCHLD has its children reaped by the kernel.
  if (reaped < 0) return {};
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WEXITSTATUS(status)};
}

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#include "carrier/process/started_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace sendoff::carrier {
namespace {

constexpr int kControl = 3;

// What posix_spawn is told. A descriptor of the caller's that is 3 by itself would be closed by
// exec, but for a copy from 3 to 3, which takes that off.
class Plan {
 public:
  explicit Plan(int control) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_adddup2(&actions_, control, kControl);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kControl + 1);
    posix_spawn_file_actions_addchdir_np(&actions_, "/");
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
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

}  // namespace

std::string SignalName(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
}

std::string ToString(const ProcessEnd& end) {
  if (end.was_killed) return "by " + SignalName(end.number);
  return "with the status " + std::to_string(end.number);
}

Result<StartedProgram> StartedProgram::Start(const std::string& path, int control) {
  const Plan plan(control);
  std::string name = "sendoff-worker";
  std::string option = "--control-fd=" + std::to_string(kControl);
  char* const arguments[] = {name.data(), option.data(), nullptr};
  const char* zone = std::getenv("TZ");
  std::string variable = zone != nullptr ? std::string("TZ=") + zone : "";
  char* const environment[] = {zone != nullptr ? variable.data() : nullptr, nullptr};
  pid_t pid = 0;
  const int failed =
      posix_spawn(&pid, path.c_str(), plan.actions(), plan.attributes(), arguments, environment);
  if (failed != 0) {
    return Error{ErrorCode::kIo, path + ": it cannot be started: " + std::strerror(failed)};
  }
  return StartedProgram(pid, Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
}

ProcessEnd StartedProgram::WaitOrKill(std::chrono::milliseconds most) {
  pollfd wait = {end_.fd(), POLLIN, 0};
  // A signal may cut the wait short: then it is killed earlier.
  if (poll(&wait, 1, static_cast<int>(most.count())) <= 0) kill(pid_, SIGKILL);
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

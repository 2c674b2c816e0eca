// SPDX-License-Identifier: MIT
#include "cli/view/open_page.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace sendoff::cli {
namespace {

Error CannotOpen(const std::string& path, const std::string& program, const std::string& why) {
  return {ErrorCode::kIo, "--open: cannot show " + path + ": " + program + " " + why +
                              "; open it by hand, or name a browser: BROWSER=firefox"};
}

// The page may be on standard output, and what a browser says is not for it.
int Spawn(const std::string& program, const std::string& path, pid_t* child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  std::string name = program;
  std::string argument = path;
  char* const arguments[] = {name.data(), argument.data(), nullptr};
  const int error = posix_spawnp(child, name.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

Result<void> OpenPage(const std::string& path) {
  const char* named = std::getenv("BROWSER");
  const std::string program = named != nullptr && *named != '\0' ? named : "xdg-open";
  pid_t child = 0;
  const int error = Spawn(program, path, &child);
  if (error != 0)
    return CannotOpen(path, program, std::string("is not there: ") + std::strerror(error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return {};
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return CannotOpen(path, program, "failed");
}

}  // namespace sendoff::cli

// SPDX-License-Identifier: MIT
// bin/sendoff of an installation: starts lib/sendoff/sendoff on the libraries and the loader beside
// it, wherever the two lie. It is linked statically, so that it needs nothing of the machine.
//
// The program's interpreter is ./ld-linux-*, a path that the kernel looks up in the working
// directory; so that is where it is executed, and the program goes back before anything else of it
// runs (cli/launcher/working_directory.cc). Executing the loader with the program as its argument
// would do without that, but then debuggers, profilers and ps know the loader only.
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "cli/launcher/working_directory.h"

namespace {

constexpr int kCannotStart = 126;  // as a shell has it for what is there and cannot be executed

[[noreturn]] void Die(const char* what, const char* path, int reason) {
  fprintf(stderr, "sendoff: %s %s: %s\n", what, path, strerror(reason));
  exit(kCannotStart);
}

// The file that was executed, without symbolic links; false when nothing tells.
bool FindOwnPath(char path[PATH_MAX]) {
  // Without /proc as well. The kernel has the path here that it was asked to execute.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): it comes as a number
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  if (executed != nullptr && strchr(executed, '/') != nullptr &&
      realpath(executed, path) != nullptr) {
    return true;
  }
  return realpath("/proc/self/exe", path) != nullptr;
}

// PREFIX/bin/sendoff -> PREFIX/lib/sendoff. False when there is no room.
bool ToLibraryFolder(char path[PATH_MAX]) {
  for (int levels = 0; levels < 2; ++levels) {
    char* slash = strrchr(path, '/');
    if (slash == nullptr) return false;
    *slash = '\0';
  }
  constexpr char kFolder[] = "/lib/sendoff";
  const size_t length = strlen(path);
  if (length + sizeof kFolder > PATH_MAX) return false;
  memcpy(path + length, kFolder, sizeof kFolder);
  return true;
}

// A descriptor of the working directory, or -1 with errno. One that was removed has one, too.
int OpenWorkingDirectory() {
  int fd = open(".", O_PATH | O_DIRECTORY);
  if (fd >= 0 || errno != EMFILE) return fd;
  // Whoever started this has used up the soft limit.
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  return open(".", O_PATH | O_DIRECTORY);
}

void ExecuteFrom(const char* folder, int working_directory, char** argv) {
  char number[16];
  snprintf(number, sizeof number, "%d", working_directory);
  if (setenv(SENDOFF_WORKING_DIRECTORY_VARIABLE, number, 1) != 0)
    Die("cannot start", folder, errno);
  if (chdir(folder) != 0) Die("cannot enter", folder, errno);
  // By its whole path, which tells it where it lies, also without /proc.
  static char program[PATH_MAX];
  if (snprintf(program, sizeof program, "%s/" SENDOFF_PROGRAM_NAME, folder) >= PATH_MAX)
    Die("cannot start", folder, ENAMETOOLONG);
  execv(program, argv);
  Die("cannot start", program, errno);
}

// Who may not enter the directory that he is in could not go back to it, so it is not left.
void ExecuteByLoader(const char* folder, int argc, char** argv) {
  static char loader[PATH_MAX];
  static char program[PATH_MAX];
  static char option_argv0[] = "--argv0";
  static char option_path[] = "--library-path";
  if (snprintf(loader, sizeof loader, "%s/" SENDOFF_LOADER_NAME, folder) >= PATH_MAX ||
      snprintf(program, sizeof program, "%s/" SENDOFF_PROGRAM_NAME, folder) >= PATH_MAX) {
    Die("cannot start", folder, ENAMETOOLONG);
  }
  constexpr int kBefore = 6;
  auto** words =
      static_cast<char**>(calloc(static_cast<size_t>(argc) + kBefore + 1, sizeof(char*)));
  if (words == nullptr) Die("cannot start", program, ENOMEM);
  char* const before[kBefore] = {
      argv[0], option_argv0, argv[0], option_path, const_cast<char*>(folder), program};
  memcpy(words, before, sizeof before);
  if (argc > 1) memcpy(words + kBefore, argv + 1, static_cast<size_t>(argc - 1) * sizeof(char*));
  execv(loader, words);
  Die("cannot start", loader, errno);
}

}  // namespace

int main(int argc, char** argv) {
  static char folder[PATH_MAX];
  if (!FindOwnPath(folder) || !ToLibraryFolder(folder)) {
    fprintf(stderr,
            "sendoff: cannot tell where this program lies; start it by its path, as in "
            "/opt/sendoff/bin/sendoff\n");
    return kCannotStart;
  }
  const int working_directory = OpenWorkingDirectory();
  if (working_directory >= 0) ExecuteFrom(folder, working_directory, argv);
  if (errno == EMFILE || errno == ENFILE) {
    fprintf(stderr,
            "sendoff: no file descriptor is free: whoever started this has opened as many as are "
            "allowed (ulimit -n)\n");
    return kCannotStart;
  }
  ExecuteByLoader(folder, argc, argv);
}

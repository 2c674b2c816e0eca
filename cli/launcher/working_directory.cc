// SPDX-License-Identifier: MIT
// Goes back to the directory that bin/sendoff was started in, before any other code of the program
// and of its libraries runs: the loader has found them in the directory that it was executed in.
#include "cli/launcher/working_directory.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace {

constexpr char kEntry[] = SENDOFF_WORKING_DIRECTORY_VARIABLE "=";

// The C library has not begun: no more of it than this may be called.
void GoBack(int, char**, char** environment) {
  char** entry = environment;
  while (*entry != nullptr && std::strncmp(*entry, kEntry, sizeof kEntry - 1) != 0) ++entry;
  if (*entry == nullptr) return;  // started by the loader, from where it was
  const long fd = std::strtol(*entry + sizeof kEntry - 1, nullptr, 10);
  for (; *entry != nullptr; ++entry) entry[0] = entry[1];
  if (syscall(SYS_fchdir, fd) != 0) {
    constexpr char kMessage[] = "sendoff: cannot go back to the working directory\n";
    syscall(SYS_write, STDERR_FILENO, kMessage, sizeof kMessage - 1);
    _exit(126);
  }
  syscall(SYS_close, fd);
}

__attribute__((section(".preinit_array"), used)) void (*const go_back)(int, char**,
                                                                       char**) = GoBack;

}  // namespace

// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <span>
#include <utility>

namespace sendoff::sources {

// A program and all that its process gets. It starts with its limits, which a process that is
// started first and bounded then does not.
struct ConfinedProgram {
  int program;  // a descriptor of it
  // What it has as standard input, output and error; descriptors above those. It can open nothing:
  // no file, no socket, no pipe, and of this process's own descriptors it inherits none.
  int in;
  int out;
  int err;
  // Both end with a null.
  char* const* arguments;
  char* const* environment;
  std::span<const std::pair<__rlimit_resource, rlim_t>> limits;
};

// Starts it, in the root of the file system and with the signals of a new process. 0, or an error
// number; then there is no process. Any thread.
int StartConfined(const ConfinedProgram& program, pid_t* pid);

}  // namespace sendoff::sources

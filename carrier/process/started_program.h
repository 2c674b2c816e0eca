// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "base/descriptor.h"

namespace sendoff::carrier {

// How a process has ended.
struct ProcessEnd {
  bool was_killed = false;  // by a signal
  int number = 0;           // of the signal, or its exit status
};

// "with the status 3", "by SIGSEGV"
std::string ToString(const ProcessEnd& end);

// The same with what a status means, of a process that has run nothing of a stranger's yet: "with
// the status 3 (its host has closed the socket)".
std::string Explain(const ProcessEnd& end);

// The name of a signal: "SIGSEGV".
std::string SignalName(int number);

// A process of a program of its own. Whoever has it reaps it. One thread at a time.
class StartedProgram {
 public:
  // The program gets `control` as descriptor 3, what takes and gives nothing as standard input and
  // output, this process's standard error, and no other descriptor; of the environment TZ alone;
  // the folder that it lies in, the signals of a new process, and a session of its own, so that a
  // terminal's Ctrl-C is for this process alone. kIo: it cannot be started.
  static Result<StartedProgram> Start(const std::string& path, int control);

  // Waits for its end, for which there should be no long wait by now; kills it when it takes longer
  // than that. Again: the same.
  ProcessEnd WaitOrKill(std::chrono::milliseconds most);

 private:
  StartedProgram(pid_t pid, Descriptor end) : pid_(pid), end_(std::move(end)) {}

  ProcessEnd Reap() const;

  pid_t pid_;
  Descriptor end_;  // readable when it has ended
  std::optional<ProcessEnd> reaped_;
};

}  // namespace sendoff::carrier

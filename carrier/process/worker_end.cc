// SPDX-License-Identifier: MIT
#include "carrier/process/worker_end.h"

#include <csignal>
#include <utility>
#include <variant>

#include "base/own_error.h"

namespace sendoff::carrier {
namespace {

// What a signal says beside its name, where it says more.
std::string Meaning(int signal) {
  switch (signal) {
    case SIGSYS:
      return ": it made a system call that no step needs";
    case SIGKILL:
      return ", which came from outside: perhaps the machine has run out of memory";
    default:
      return {};
  }
}

std::string CrashOf(const ProcessEnd& end) {
  if (!end.was_killed) return "the step's process ended by itself, " + ToString(end);
  return "the step's process was ended " + ToString(end) + Meaning(end.number);
}

// Of a run that has begun, so that it was forked.
std::string CrashOf(const WorkerFate::End& end) {
  if (const auto* process = std::get_if<ProcessEnd>(&end)) return CrashOf(*process);
  if (std::holds_alternative<WorkerFate::StillThere>(end)) {
    return "the step's process has closed its socket, and was killed";
  }
  return "the step's process was ended with the one that it was made from";
}

}  // namespace

StepError DescribeCrash(const WorkerFate::End& end) {
  return OwnError(ErrorCode::kStepCrashed, "CrashedError", CrashOf(end));
}

std::string DescribeStart(const WorkerFate::End& end) {
  if (const auto* process = std::get_if<ProcessEnd>(&end)) {
    return "ended " + Explain(*process) + " before it was ready";
  }
  if (const auto* failed = std::get_if<WorkerFate::NotForked>(&end)) {
    return "cannot be made: " + failed->why +
           "; the limit of processes may be too low (ulimit -u, TasksMax=, pids.max)";
  }
  return "ended before it was ready, with the process that it was made from";
}

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
// Where steps run, what keeps one from another, and from their host.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff {
inline namespace v1 {

// When to ask for which, and what each costs: docs/isolation.md.
enum class Isolation {
  // V8 is in processes of their own, which have their memory and no file, socket or other tenant.
  // For code of strangers.
  kProcess,

  // V8 is in this process, and a V8 isolate is all that keeps a step from the host's memory. For
  // one's own code. Needs InProcess() of sendoff/inprocess.h.
  kThread,
};

// "process", "thread"
std::string_view ToString(Isolation isolation);

// The processes of an engine: its workers, forked by one that has V8 loaded. None is shared by two
// engines.
struct ProcessOptions {
  // Path of the program sendoff-worker. Empty: SENDOFF_WORKER of the environment; else it is looked
  // for beside the library or program that sendoff is linked into, in ../libexec/sendoff/ of that,
  // and where it was built.
  std::string worker;

  // A run beyond these waits for a worker, at most its limit of wall time, and is refused then
  // (ErrorCode::kBusy).
  size_t max_workers = 64;        // in all
  size_t max_workers_of_one = 0;  // of one tenant, else of one group; 0: half of all

  size_t ready = 2;           // workers that wait for the next run of whomever, made ahead
  size_t max_idle = 8;        // workers that wait for the next run of their group
  size_t runs_of_one = 1000;  // before a worker is ended
  std::chrono::milliseconds idle_time = std::chrono::minutes(1);  // of a worker of a group

  // Of each worker's ring, a power of two: what a step may ask for before the host has to look. It
  // takes memory as far as it was filled.
  size_t ring_bytes = 1 << 20;

  // How long the program, and each worker, may take until it says that it is there.
  std::chrono::milliseconds start_time = std::chrono::seconds(10);

  // How long after its limits, and their grace, a worker is ended that should have ended its run by
  // itself.
  std::chrono::milliseconds slack = std::chrono::seconds(1);

  // How long a process that was killed may take to go, before the host goes on without its end.
  std::chrono::milliseconds end_time = std::chrono::seconds(10);

  // Of the JavaScript of TypeScript, which runs of all groups share; 0 keeps none.
  uint64_t kept_source_bytes = 64ull << 20;
};

// What InProcess() brings. It may serve several engines, and goes with the last of them.
class InProcessRuns;

// How the runs of an engine are kept apart.
struct IsolationOptions {
  Isolation isolation = Isolation::kProcess;
  ProcessOptions processes;                // of kProcess
  std::shared_ptr<InProcessRuns> threads;  // of kThread
};

// What keeps the runs of an engine apart on this machine.
struct IsolationReport {
  Isolation isolation = Isolation::kProcess;
  std::string v8;  // version and where it is from: "13.6.233.17 (libnode137 24.21.0 of forky)"

  // The rest is of kProcess.
  std::string worker;  // path of the program

  // What a worker is locked in by, the outermost first; docs/security.md says of each by its name
  // what it stops. They do not depend on each other, and "seccomp" always holds.
  struct Layer {
    std::string name;
    bool holds = false;
    std::string reason;  // it does not; else empty
  };
  std::vector<Layer> layers;

  std::chrono::nanoseconds program_start{};  // until the program was there to make workers
  std::chrono::nanoseconds worker_start{};   // from there until the first could take a run
};

}  // namespace v1
}  // namespace sendoff

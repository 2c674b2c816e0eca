// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace sendoff::carrier {

// What carries runs in processes, and how many.
struct ProcessOptions {
  std::string worker;  // path of the program sendoff-worker; empty: see FindWorkerProgram

  // A run beyond these waits for a worker, at most its limit of wall time, and is refused then
  // (ErrorCode::kBusy).
  size_t max_workers = 64;        // in all
  size_t max_workers_of_one = 0;  // of one tenant, else of one group; 0: half of all

  size_t ready = 2;           // workers that wait for the next run of whomever, made ahead
  size_t max_idle = 8;        // workers that wait for the next run of their group
  size_t runs_of_one = 1000;  // before a worker is ended
  std::chrono::milliseconds idle_time = std::chrono::minutes(1);  // of a worker of a group

  // Of each worker's ring, a power of two: what a step may ask for before the broker has to look.
  // It takes memory as far as it was filled.
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

}  // namespace sendoff::carrier

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "runtime/isolate/isolate_host.h"
#include "sources/kept_sources.h"

namespace sendoff::runtime {

// Isolates for runs. One that a run has left clean is kept for the next run of the same group,
// which then starts several times faster; a run without a group has one of its own. Safe from any
// thread.
class IsolatePool {
 public:
  struct Options {
    size_t idle = 0;                 // at most so many are kept
    size_t runs = 1;                 // at most so many runs in one
    uint64_t kept_source_bytes = 0;  // of what all of them make of sources
  };

  // An isolate for one run, which goes back to the pool or is disposed of with this.
  class Lease {
   public:
    Lease(IsolatePool& pool, std::string group, std::unique_ptr<IsolateHost> isolate)
        : pool_(pool), group_(std::move(group)), isolate_(std::move(isolate)) {}
    ~Lease() { pool_.Return(std::move(group_), std::move(isolate_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    IsolateHost& isolate() { return *isolate_; }

   private:
    IsolatePool& pool_;
    std::string group_;
    std::unique_ptr<IsolateHost> isolate_;
  };

  // `platform` outlives it, and it outlives its leases.
  IsolatePool(const Platform& platform, std::shared_ptr<const Snapshot> snapshot, Options options)
      : platform_(platform),
        snapshot_(std::move(snapshot)),
        options_(options),
        kept_sources_(options.kept_source_bytes) {}
  IsolatePool(const IsolatePool&) = delete;
  IsolatePool& operator=(const IsolatePool&) = delete;

  // An isolate with that limit, one that `group` has used before if there is one.
  Lease Take(const std::string& group, uint64_t heap_bytes);

 private:
  struct Idle {
    std::string group;
    std::unique_ptr<IsolateHost> isolate;
  };

  std::unique_ptr<IsolateHost> Find(const std::string& group, uint64_t heap_bytes);
  std::unique_ptr<IsolateHost> Make(const std::string& group, uint64_t heap_bytes);
  // Whether an isolate of that group may serve several runs.
  bool IsKept(const std::string& group) const;
  void Return(std::string group, std::unique_ptr<IsolateHost> isolate);

  const Platform& platform_;
  const std::shared_ptr<const Snapshot> snapshot_;
  const Options options_;
  sources::KeptSources kept_sources_;  // outlives the isolates
  std::mutex mutex_;
  size_t made_ = 0;       // guarded by mutex_
  std::list<Idle> idle_;  // guarded by mutex_; the youngest first
  // Runs nothing. V8 shares its read-only heap among isolates, and makes it anew for each that is
  // the only one: a tenth of what it takes to make one. Guarded by mutex_.
  std::unique_ptr<IsolateHost> anchor_;
};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/result.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/thread.h"
#include "carrier/process/fair_queue.h"
#include "carrier/process/worker_link.h"
#include "carrier/process/zygote_keeper.h"

namespace sendoff::carrier {

// Whose runs may share a worker, one after another. Without a group: nobody's. A worker's memory is
// bounded once, for the heap of its first run.
struct WorkerOwner {
  std::string tenant;
  std::string group;
  uint64_t heap_bytes = 0;

  bool operator==(const WorkerOwner&) const = default;
};

// The workers of a carrier: those made ahead, which have served nobody, those of a group that wait
// for its next run, and those at a run. A worker that has served an owner serves no other. One
// thread makes workers ahead, and ends those that have waited too long. Any thread.
class WorkerPool {
  struct Worker {
    std::unique_ptr<WorkerLink> link;
    WorkerOwner owner{};
    size_t runs = 0;
    Instant idle_since{};
  };

 public:
  // A worker for one run. It is ended with this, unless `Keep` was called.
  class Lease {
   public:
    Lease(WorkerPool& pool, Worker worker) : pool_(&pool), worker_(std::move(worker)) {}
    Lease(Lease&& other) noexcept
        : pool_(other.pool_), worker_(std::move(other.worker_)), keeps_(other.keeps_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    WorkerLink& link() { return *worker_.link; }

    // Whether it has had no run yet.
    bool is_new() const { return worker_.runs == 0; }

    // It may serve its owner's next run.
    void Keep() { keeps_ = true; }

    // It has had no run, and may serve whoever comes next. The last that is done with this.
    void PutBack() { pool_->PutBack(std::move(worker_)); }

   private:
    WorkerPool* pool_;
    Worker worker_;  // without a link once moved from
    bool keeps_ = false;
  };

  // kIo: no thread. Makes workers ahead at once.
  static Result<std::unique_ptr<WorkerPool>> Create(const ProcessOptions& options,
                                                    std::shared_ptr<ZygoteKeeper> zygotes);

  // Ends all. No lease is left.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A worker for a run of that owner, which has said that it is there. Where there are as many as
  // there may be, in all or of its tenant, it waits: tenants have their turns, and each tenant's
  // runs are served in their order. Workers that wait for a run of others are given up for it.
  // Errors: kBusy when none became free until then, saying which bound it was; kShutdown when
  // `stop` was requested meanwhile; as Zygote::Start and WorkerLink::Meet.
  Result<Lease> Take(const WorkerOwner& owner, Instant until, const std::stop_token& stop);

 private:
  using Workers = std::deque<Worker>;

  // A run that waits: for a worker, or for the place to make one in.
  struct Turn {
    const WorkerOwner& owner;
    bool is_served = false;
    Worker worker{};
  };

  WorkerPool(const ProcessOptions& options, std::shared_ptr<ZygoteKeeper> zygotes);

  Result<Lease> TakeAny(const WorkerOwner& owner, Instant until, const std::stop_token& stop);
  Result<std::unique_ptr<WorkerLink>> Start();
  Result<Lease> Make(Worker worker);

  // With mutex_ held.
  bool IsAnyLeft() const;
  bool HasRoom(const std::string& tenant) const;
  Error Refused() const;
  void Serve(std::unique_lock<std::mutex>& lock);
  void ServeOne(Turn* turn);
  bool TakeIdle(const WorkerOwner& owner, Worker* worker);
  bool TakeReady(Worker* worker);
  Workers::iterator FindIdle(const std::string& tenant);
  void GiveUp(const Workers::iterator& idle);
  void Spend(Worker worker);
  void Leave(const std::string& tenant);
  void DropSpent(std::unique_lock<std::mutex>& lock);

  void Return(Worker worker, bool keeps);
  void PutBack(Worker worker);
  void Tend();
  void MakeReady(std::unique_lock<std::mutex>& lock);
  Instant EndIdle();
  Instant EndLingering();

  const ProcessOptions options_;
  const size_t most_of_one_;  // workers of a tenant
  const std::shared_ptr<ZygoteKeeper> zygotes_;
  Thread tender_;

  std::mutex mutex_;
  std::condition_variable_any freed_;  // for those that wait for a worker
  std::condition_variable tend_;       // for the thread
  // Guarded by mutex_.
  bool is_closing_ = false;
  bool wants_ready_ = true;  // a worker that was ready was taken, or none was made yet
  FairQueue<Turn> waiting_;  // by tenant
  size_t workers_ = 0;       // in all, those that are being made included
  std::map<std::string, size_t> of_tenant_;  // of these, but for those that are ready
  Workers ready_;                            // the oldest first
  Workers idle_;                             // the last used last
  Workers lingering_;                        // killed, and not gone
  Workers spent_;                            // to be ended, once nothing is locked
};

}  // namespace sendoff::carrier

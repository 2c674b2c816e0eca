// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>
#include <sendoff/result.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/thread.h"
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
  // there may be it waits for one. Errors: kTimeout when none became free until then, kShutdown
  // when `stop` was requested meanwhile; as Zygote::Start and WorkerLink::Meet.
  Result<Lease> Take(const WorkerOwner& owner, Instant until, const std::stop_token& stop);

 private:
  WorkerPool(const ProcessOptions& options, std::shared_ptr<ZygoteKeeper> zygotes)
      : options_(options), zygotes_(std::move(zygotes)) {}

  Result<Lease> TakeAny(const WorkerOwner& owner, Instant until, const std::stop_token& stop);
  Result<std::unique_ptr<WorkerLink>> Start();
  Result<Lease> Make(const WorkerOwner& owner);
  bool TakeIdle(const WorkerOwner& owner, Worker* worker, std::vector<Worker>* dead);
  bool TakeReady(Worker* worker, std::vector<Worker>* dead);
  void Return(Worker worker, bool keeps);
  void PutBack(Worker worker);
  void Drop(std::vector<Worker>* workers);

  void Tend();
  void MakeReady(std::unique_lock<std::mutex>& lock);
  Instant EndIdle(std::vector<Worker>* spent);

  const ProcessOptions options_;
  const std::shared_ptr<ZygoteKeeper> zygotes_;
  Thread tender_;

  std::mutex mutex_;
  std::condition_variable_any freed_;  // for those that wait for a worker
  std::condition_variable tend_;       // for the thread
  // Guarded by mutex_.
  bool is_closing_ = false;
  bool wants_ready_ = true;   // a worker that was ready was taken, or none was made yet
  size_t workers_ = 0;        // in all, those that are being made included
  std::deque<Worker> ready_;  // the oldest first
  std::deque<Worker> idle_;   // the last used last
};

}  // namespace sendoff::carrier

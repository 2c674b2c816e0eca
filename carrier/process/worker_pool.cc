// SPDX-License-Identifier: MIT
#include "carrier/process/worker_pool.h"

#include <algorithm>
#include <iterator>

namespace sendoff::carrier {
namespace {

// How many new workers are tried that turn out to have ended, or never begin, before a run gives
// up; beside those that were ready, which may have ended together, with their zygote.
constexpr size_t kTries = 3;

}  // namespace

WorkerPool::Lease::~Lease() {
  if (worker_.link) pool_->Return(std::move(worker_), keeps_);
}

Result<std::unique_ptr<WorkerPool>> WorkerPool::Create(const ProcessOptions& options,
                                                       std::shared_ptr<ZygoteKeeper> zygotes) {
  std::unique_ptr<WorkerPool> pool(new WorkerPool(options, std::move(zygotes)));
  Result<Thread> thread = Thread::Start([raw = pool.get()] { raw->Tend(); });
  if (!thread.ok()) return std::move(thread.error());
  pool->tender_ = std::move(*thread);
  return pool;
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  tend_.notify_all();
  if (tender_.joinable()) tender_.Join();
}

Result<WorkerPool::Lease> WorkerPool::Take(const WorkerOwner& owner, Instant until,
                                           const std::stop_token& stop) {
  for (size_t tries = 0;;) {
    Result<Lease> lease = TakeAny(owner, until, stop);
    if (!lease.ok()) return lease;
    Result<void> met = lease->link().Meet(options_.start_time);
    if (met.ok() && lease->link().is_free()) return lease;
    // Of those that have had runs there is only so many.
    if (!lease->is_new() || ++tries < options_.ready + kTries) continue;
    if (!met.ok()) return std::move(met.error());
    return Error{ErrorCode::kIo, "a worker ended, or said more than that it is there"};
  }
}

Result<WorkerPool::Lease> WorkerPool::TakeAny(const WorkerOwner& owner, Instant until,
                                              const std::stop_token& stop) {
  std::vector<Worker> spent;
  Worker worker;
  for (;;) {
    Drop(&spent);
    std::unique_lock lock(mutex_);
    if (TakeIdle(owner, &worker, &spent)) break;
    if (TakeReady(&worker, &spent)) break;
    if (!spent.empty()) continue;
    if (workers_ < options_.max_workers) {
      ++workers_;
      lock.unlock();
      return Make(owner);
    }
    if (!idle_.empty()) {
      spent.push_back(std::move(idle_.front()));
      idle_.pop_front();
      continue;
    }
    const bool changed = freed_.wait_until(lock, stop, until, [this] {
      return workers_ < options_.max_workers || !ready_.empty() || !idle_.empty();
    });
    if (stop.stop_requested()) return Error{ErrorCode::kShutdown, "no worker was free"};
    if (!changed) {
      return Error{ErrorCode::kTimeout, "all " + std::to_string(options_.max_workers) +
                                            " workers (max_workers) were at other runs for as "
                                            "long as this one may take"};
    }
  }
  worker.owner = owner;
  Drop(&spent);
  return Lease(*this, std::move(worker));
}

Result<std::unique_ptr<WorkerLink>> WorkerPool::Start() {
  Result<std::shared_ptr<Zygote>> zygote = zygotes_->Get();
  if (!zygote.ok()) return std::move(zygote.error());
  return WorkerLink::Start(std::move(*zygote), options_.ring_bytes);
}

// With a place of `workers_` that is its own.
Result<WorkerPool::Lease> WorkerPool::Make(const WorkerOwner& owner) {
  Result<std::unique_ptr<WorkerLink>> link = Start();
  {
    const std::lock_guard lock(mutex_);
    // Which is another chance for those made ahead.
    wants_ready_ = true;
    if (!link.ok()) --workers_;
  }
  tend_.notify_one();
  if (link.ok()) return Lease(*this, Worker{std::move(*link), owner});
  freed_.notify_all();
  return std::move(link.error());
}

// Of these, those that have ended go to `dead`.
bool WorkerPool::TakeIdle(const WorkerOwner& owner, Worker* worker, std::vector<Worker>* dead) {
  if (owner.group.empty()) return false;
  for (size_t i = idle_.size(); i-- > 0;) {
    if (idle_[i].owner != owner) continue;
    const auto found = idle_.begin() + static_cast<std::ptrdiff_t>(i);
    Worker taken = std::move(*found);
    idle_.erase(found);
    if (!taken.link->has_ended()) {
      *worker = std::move(taken);
      return true;
    }
    dead->push_back(std::move(taken));
  }
  return false;
}

bool WorkerPool::TakeReady(Worker* worker, std::vector<Worker>* dead) {
  while (!ready_.empty()) {
    Worker taken = std::move(ready_.front());
    ready_.pop_front();
    wants_ready_ = true;
    tend_.notify_one();
    if (!taken.link->has_ended() && !taken.link->is_spent()) {
      *worker = std::move(taken);
      return true;
    }
    dead->push_back(std::move(taken));
  }
  return false;
}

void WorkerPool::Return(Worker worker, bool keeps) {
  std::vector<Worker> spent;
  ++worker.runs;
  if (keeps && !worker.owner.group.empty() && worker.runs < options_.runs_of_one &&
      options_.max_idle > 0) {
    worker.idle_since = SystemClock().Now();
    const std::lock_guard lock(mutex_);
    if (idle_.size() >= options_.max_idle) {
      spent.push_back(std::move(idle_.front()));
      idle_.pop_front();
    }
    idle_.push_back(std::move(worker));
  } else {
    spent.push_back(std::move(worker));
  }
  tend_.notify_one();
  freed_.notify_all();
  Drop(&spent);
}

void WorkerPool::PutBack(Worker worker) {
  {
    const std::lock_guard lock(mutex_);
    ready_.push_front(std::move(worker));
  }
  freed_.notify_all();
}

// Ends them, and gives their places back.
void WorkerPool::Drop(std::vector<Worker>* workers) {
  const size_t count = workers->size();
  if (count == 0) return;
  workers->clear();
  {
    const std::lock_guard lock(mutex_);
    workers_ -= count;
  }
  tend_.notify_one();
  freed_.notify_all();
}

void WorkerPool::Tend() {
  std::unique_lock lock(mutex_);
  while (!is_closing_) {
    std::vector<Worker> spent;
    const Instant next = EndIdle(&spent);
    if (!spent.empty()) {
      lock.unlock();
      Drop(&spent);
      lock.lock();
      continue;
    }
    if (wants_ready_ && ready_.size() < options_.ready && workers_ < options_.max_workers) {
      MakeReady(lock);
      continue;
    }
    // A thread that sleeps until the last instant of the clock sleeps until it is woken.
    if (next == Instant::max()) {
      tend_.wait(lock);
    } else {
      tend_.wait_until(lock, next);
    }
  }
}

void WorkerPool::MakeReady(std::unique_lock<std::mutex>& lock) {
  ++workers_;
  lock.unlock();
  Result<std::unique_ptr<WorkerLink>> link = Start();
  lock.lock();
  if (link.ok()) {
    ready_.push_back(Worker{std::move(*link)});
    if (ready_.size() >= options_.ready) wants_ready_ = false;
  } else {
    --workers_;
    // The next run hears why, and asks again.
    wants_ready_ = false;
  }
  freed_.notify_all();
}

// Moves those out that have waited too long. When the next one will have.
Instant WorkerPool::EndIdle(std::vector<Worker>* spent) {
  const Instant now = SystemClock().Now();
  while (!idle_.empty()) {
    const Instant end = After(idle_.front().idle_since, options_.idle_time);
    if (end > now) return end;
    spent->push_back(std::move(idle_.front()));
    idle_.pop_front();
  }
  return Instant::max();
}

}  // namespace sendoff::carrier

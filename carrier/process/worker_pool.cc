// SPDX-License-Identifier: MIT
#include "carrier/process/worker_pool.h"

#include <algorithm>
#include <iterator>

namespace sendoff::carrier {
namespace {

// How many new workers are tried that turn out to have ended, or never begin, before a run gives
// up; beside those that were ready, which may have ended together, with their zygote.
constexpr size_t kTries = 3;

// Whose bound a worker counts against, as connections do.
const std::string& TenantOf(const WorkerOwner& owner) {
  return owner.tenant.empty() ? owner.group : owner.tenant;
}

}  // namespace

WorkerPool::WorkerPool(const ProcessOptions& options, std::shared_ptr<ZygoteKeeper> zygotes)
    : options_(options),
      most_of_one_(options.max_workers_of_one > 0 ? options.max_workers_of_one
                                                  : (options.max_workers + 1) / 2),
      zygotes_(std::move(zygotes)) {}

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
    Result<void> met = lease->link().Meet();
    if (met.ok() && lease->link().is_free()) return lease;
    // Of those that have had runs there is only so many.
    if (!lease->is_new() || ++tries < options_.ready + kTries) continue;
    if (!met.ok()) return std::move(met.error());
    return Error{ErrorCode::kIo, "a worker ended, or said more than that it is there"};
  }
}

Result<WorkerPool::Lease> WorkerPool::TakeAny(const WorkerOwner& owner, Instant until,
                                              const std::stop_token& stop) {
  Turn turn{.owner = owner};
  {
    std::unique_lock lock(mutex_);
    waiting_.Add(TenantOf(owner), &turn);
    Serve(lock);
    freed_.wait_until(lock, stop, until, [&turn] { return turn.is_served; });
    if (!turn.is_served) {
      waiting_.Remove(TenantOf(owner), &turn);
      return stop.stop_requested() ? Error{ErrorCode::kShutdown, "no worker was free"} : Refused();
    }
  }
  if (turn.worker.link) return Lease(*this, std::move(turn.worker));
  return Make(std::move(turn.worker));
}

Error WorkerPool::Refused() const {
  constexpr const char* kWhen = " were at other runs for as long as this one may take";
  if (IsAnyLeft()) {
    return {ErrorCode::kBusy, "all " + std::to_string(most_of_one_) +
                                  " workers that one tenant may have (max_workers_of_one)" + kWhen};
  }
  return {ErrorCode::kBusy,
          "all " + std::to_string(options_.max_workers) + " workers (max_workers)" + kWhen};
}

Result<std::unique_ptr<WorkerLink>> WorkerPool::Start() {
  Result<std::shared_ptr<Zygote>> zygote = zygotes_->Get();
  if (!zygote.ok()) return std::move(zygote.error());
  return WorkerLink::Start(std::move(*zygote), options_);
}

// In a place that is its own.
Result<WorkerPool::Lease> WorkerPool::Make(Worker worker) {
  Result<std::unique_ptr<WorkerLink>> link = Start();
  std::unique_lock lock(mutex_);
  // Which is another chance for those made ahead.
  wants_ready_ = true;
  tend_.notify_one();
  if (link.ok()) {
    worker.link = std::move(*link);
    return Lease(*this, std::move(worker));
  }
  Spend(std::move(worker));
  Serve(lock);
  return std::move(link.error());
}

// Whether a run can have a worker that is there or a place for one.
bool WorkerPool::IsAnyLeft() const {
  return !ready_.empty() || !idle_.empty() || workers_ < options_.max_workers;
}

// Whether it may have one more.
bool WorkerPool::HasRoom(const std::string& tenant) const {
  const auto held = of_tenant_.find(tenant);
  return held == of_tenant_.end() || held->second < most_of_one_;
}

// Gives workers, or places for them, to those who wait, in their turns, as long as there are any.
// What was given up for that has been ended when it returns.
void WorkerPool::Serve(std::unique_lock<std::mutex>& lock) {
  const auto may = [this](const std::string& tenant) {
    return IsAnyLeft() && (HasRoom(tenant) || FindIdle(tenant) != idle_.end());
  };
  while (Turn* turn = waiting_.Next(may)) {
    ServeOne(turn);
    freed_.notify_all();
  }
  DropSpent(lock);
}

void WorkerPool::ServeOne(Turn* turn) {
  turn->is_served = true;
  turn->worker.owner = turn->owner;
  if (TakeIdle(turn->owner, &turn->worker)) return;
  const std::string& tenant = TenantOf(turn->owner);
  if (!HasRoom(tenant)) GiveUp(FindIdle(tenant));
  ++of_tenant_[tenant];
  if (TakeReady(&turn->worker)) return;
  if (workers_ >= options_.max_workers) GiveUp(idle_.begin());
  ++workers_;
}

bool WorkerPool::TakeIdle(const WorkerOwner& owner, Worker* worker) {
  if (owner.group.empty()) return false;
  for (size_t i = idle_.size(); i-- > 0;) {
    if (idle_[i].owner != owner) continue;
    const auto found = idle_.begin() + static_cast<std::ptrdiff_t>(i);
    if (!found->link->has_ended()) {
      *worker = std::move(*found);
      idle_.erase(found);
      return true;
    }
    GiveUp(found);
  }
  return false;
}

bool WorkerPool::TakeReady(Worker* worker) {
  while (!ready_.empty()) {
    Worker taken = std::move(ready_.front());
    ready_.pop_front();
    wants_ready_ = true;
    tend_.notify_one();
    if (!taken.link->has_ended() && !taken.link->is_spent()) {
      worker->link = std::move(taken.link);
      return true;
    }
    --workers_;
    spent_.push_back(std::move(taken));
  }
  return false;
}

// The one that has waited longest.
WorkerPool::Workers::iterator WorkerPool::FindIdle(const std::string& tenant) {
  return std::find_if(idle_.begin(), idle_.end(),
                      [&](const Worker& worker) { return TenantOf(worker.owner) == tenant; });
}

void WorkerPool::GiveUp(const Workers::iterator& idle) {
  Spend(std::move(*idle));
  idle_.erase(idle);
}

// Gives its place back. One that was killed and has not gone keeps it.
void WorkerPool::Spend(Worker worker) {
  if (worker.link && worker.link->is_still_there()) {
    lingering_.push_back(std::move(worker));
    return;
  }
  --workers_;
  Leave(TenantOf(worker.owner));
  spent_.push_back(std::move(worker));
}

// It holds one less.
void WorkerPool::Leave(const std::string& tenant) {
  const auto held = of_tenant_.find(tenant);
  if (--held->second == 0) of_tenant_.erase(held);
}

// Ends them, which may have to wait for the zygote to hear of it.
void WorkerPool::DropSpent(std::unique_lock<std::mutex>& lock) {
  if (spent_.empty()) return;
  Workers spent = std::exchange(spent_, {});
  lock.unlock();
  spent.clear();
  lock.lock();
}

void WorkerPool::Return(Worker worker, bool keeps) {
  ++worker.runs;
  worker.idle_since = SystemClock().Now();
  {
    std::unique_lock lock(mutex_);
    if (keeps && !worker.owner.group.empty() && worker.runs < options_.runs_of_one) {
      idle_.push_back(std::move(worker));
      if (idle_.size() > options_.max_idle) GiveUp(idle_.begin());
    } else {
      Spend(std::move(worker));
    }
    Serve(lock);
  }
  tend_.notify_one();
}

void WorkerPool::PutBack(Worker worker) {
  std::unique_lock lock(mutex_);
  Leave(TenantOf(worker.owner));
  ready_.push_front(std::move(worker));
  Serve(lock);
}

void WorkerPool::Tend() {
  std::unique_lock lock(mutex_);
  while (!is_closing_) {
    const Instant next = std::min(EndIdle(), EndLingering());
    if (!spent_.empty()) {
      Serve(lock);
      continue;
    }
    if (wants_ready_ && ready_.size() < options_.ready && workers_ < options_.max_workers &&
        waiting_.empty()) {
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
  Serve(lock);
}

// Gives those up that have waited too long. When the next one will have.
Instant WorkerPool::EndIdle() {
  const Instant now = SystemClock().Now();
  while (!idle_.empty()) {
    const Instant end = After(idle_.front().idle_since, options_.idle_time);
    if (end > now) return end;
    GiveUp(idle_.begin());
  }
  return Instant::max();
}

// Of those that would not go, some may have gone by now. When it is worth another look.
Instant WorkerPool::EndLingering() {
  constexpr std::chrono::seconds kPause(1);
  for (Worker& worker : std::exchange(lingering_, {})) Spend(std::move(worker));
  return lingering_.empty() ? Instant::max() : After(SystemClock().Now(), kPause);
}

}  // namespace sendoff::carrier

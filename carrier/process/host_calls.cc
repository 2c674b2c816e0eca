// SPDX-License-Identifier: MIT
#include "carrier/process/host_calls.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace sendoff::carrier {
namespace {

// Of what waits.
constexpr size_t kMostCalls = 1000;
constexpr size_t kMostBytes = 1 << 20;

}  // namespace

// What the thread finds, which may have been left behind.
class HostCalls::Desk {
 public:
  explicit Desk(std::shared_ptr<RunMailbox> mailbox) : mailbox_(std::move(mailbox)) {}

  void Add(Call call, size_t bytes) {
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back({std::move(call), bytes});
      bytes_ += bytes;
      is_idle_ = false;
    }
    changed_.notify_all();
  }

  bool is_full() const {
    const std::lock_guard lock(mutex_);
    return calls_.size() >= kMostCalls || bytes_ >= kMostBytes;
  }

  bool is_idle() const {
    const std::lock_guard lock(mutex_);
    return is_idle_;
  }

  // Whether the thread has let go of everything.
  bool Close() {
    std::deque<Waiting> rest;
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    rest.swap(calls_);
    changed_.notify_all();
    // One that is in no call goes at once.
    if (is_idle_) changed_.wait(lock, [this] { return has_left_; });
    return has_left_;
  }

  // On the thread.
  void Work(std::shared_ptr<Services> services) {
    while (Call call = Next()) call(*services);
    services.reset();
    {
      const std::lock_guard lock(mutex_);
      has_left_ = true;
    }
    changed_.notify_all();
  }

 private:
  struct Waiting {
    Call call;
    size_t bytes;
  };

  // Empty when there will be none.
  Call Next() {
    std::unique_lock lock(mutex_);
    if (calls_.empty() && !is_idle_) {
      is_idle_ = true;
      mailbox_->Wake();
    }
    changed_.wait(lock, [this] { return is_closed_ || !calls_.empty(); });
    if (is_closed_) return nullptr;
    Waiting first = std::move(calls_.front());
    calls_.pop_front();
    bytes_ -= first.bytes;
    return std::move(first.call);
  }

  const std::shared_ptr<RunMailbox> mailbox_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Waiting> calls_;
  size_t bytes_ = 0;
  bool is_idle_ = true;  // no call waits or is under way
  bool is_closed_ = false;
  bool has_left_ = false;
};

HostCalls::HostCalls(ThreadPool& threads, std::shared_ptr<Services> services,
                     std::shared_ptr<RunMailbox> mailbox)
    : threads_(threads),
      services_(std::move(services)),
      desk_(std::make_shared<Desk>(std::move(mailbox))) {}

Result<void> HostCalls::Start() {
  if (lease_) return {};
  Result<ThreadPool::Lease> lease = threads_.Take();
  if (!lease.ok()) return std::move(lease.error());
  lease_.emplace(std::move(*lease));
  lease_->Start(
      [desk = desk_, services = services_]() mutable { desk->Work(std::move(services)); });
  return {};
}

Result<void> HostCalls::Add(Call call, size_t bytes) {
  Result<void> started = Start();
  if (started.ok()) desk_->Add(std::move(call), bytes);
  return started;
}

bool HostCalls::is_full() const { return desk_->is_full(); }

bool HostCalls::is_idle() const { return desk_->is_idle(); }

bool HostCalls::End() {
  if (!lease_) return false;
  const bool goes_on = !desk_->Close();
  if (goes_on) lease_->LeaveBehind();
  lease_.reset();
  return goes_on;
}

}  // namespace sendoff::carrier

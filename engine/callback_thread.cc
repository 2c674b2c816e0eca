// SPDX-License-Identifier: MIT
#include "engine/callback_thread.h"

#include <utility>

#include "base/check.h"

namespace sendoff::engine {
namespace {

thread_local const CallbackThread* current = nullptr;

}  // namespace

void CallbackThread::Post(Call call, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  SENDOFF_CHECK(!over_);
  waiting_.push_back({std::move(call), bytes});
  ++calls_;
  bytes_ += bytes;
  if (!thread_.joinable()) thread_ = std::thread([this] { Main(); });
  if (waiting_.size() == 1) changed_.notify_one();
}

void CallbackThread::WaitForRoom() {
  std::unique_lock lock(mutex_);
  room_.wait(lock,
             [this] { return open_ || (calls_ <= limits_.calls && bytes_ <= limits_.bytes); });
}

void CallbackThread::Open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  room_.notify_all();
}

void CallbackThread::Finish() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

bool CallbackThread::IsThisThread() const { return current == this; }

void CallbackThread::Main() {
  current = this;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !waiting_.empty() || over_; });
    if (waiting_.empty()) return;
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    next.call();
    next.call = nullptr;  // with what it holds, and no lock
    lock.lock();
    --calls_;
    bytes_ -= next.bytes;
    room_.notify_all();
  }
}

}  // namespace sendoff::engine

// SPDX-License-Identifier: MIT
#include "engine/callback_thread.h"

#include <chrono>
#include <utility>

#include "base/broken_pipe.h"
#include "base/check.h"
#include "base/clock.h"

namespace sendoff::engine {
namespace {

constexpr auto kNap = std::chrono::milliseconds(1);

thread_local const CallbackThread* current = nullptr;

}  // namespace

Result<void> CallbackThread::Start() {
  const std::lock_guard lock(mutex_);
  if (thread_.joinable()) return {};
  Result<Thread> thread = Thread::Start([this] { Main(); });
  if (!thread.ok()) return std::move(thread.error());
  thread_ = std::move(*thread);
  return {};
}

void CallbackThread::Post(Call call, When when) {
  const std::lock_guard lock(mutex_);
  SENDOFF_CHECK(thread_.joinable() && !over_);
  waiting_.push_back(std::move(call));
  if (when == When::kNow) hurries_ = true;
  if (sleeps_ || hurries_) changed_.notify_one();
}

void CallbackThread::Finish() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.Join();
}

bool CallbackThread::IsThisThread() const { return current == this; }

void CallbackThread::Main() {
  current = this;
  BlockBrokenPipe();  // whichever thread has started this one
  std::unique_lock lock(mutex_);
  while (true) {
    sleeps_ = true;
    changed_.wait(lock, [this] { return !waiting_.empty() || over_; });
    sleeps_ = false;
    if (waiting_.empty()) return;
    while (!waiting_.empty()) {
      Call call = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      call();
      call = nullptr;  // with what it holds, and no lock
      lock.lock();
    }
    hurries_ = false;
    // What comes meanwhile wakes nobody.
    changed_.wait_until(lock, After(std::chrono::steady_clock::now(), kNap),
                        [this] { return hurries_ || over_; });
  }
}

}  // namespace sendoff::engine

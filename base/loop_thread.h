// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <uv.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "base/mailbox.h"
#include "base/unique_function.h"

namespace sendoff {

// A loop on a thread of its own, and what lives on it: a `T`, which is made, used and destroyed on
// that thread. A `T` that cannot be destroyed at any time has `Stop(UniqueFunction<void()>
// stopped)`, which is called there when the owner is gone and no task will come any more; it calls
// `stopped` once the `T` may be destroyed, inside the call or later.
template <class T>
class LoopThread {
 public:
  using Make = UniqueFunction<Result<std::unique_ptr<T>>(Loop&)>;
  using Task = UniqueFunction<void(T&)>;

  // Returns when `make` has, which runs on the thread, and fails as it does; kIo when the system
  // gives no thread or no loop.
  static Result<std::unique_ptr<LoopThread>> Start(Make make) {
    std::unique_ptr<LoopThread> self(new LoopThread());
    // The thread's own: it is still at its promise when this one has what it waits for.
    auto birth = std::make_unique<Birth>(Birth{std::move(make), {}});
    std::future<Result<Mailbox<Task>*>> born = birth->promise.get_future();
    const int status = uv_thread_create(&self->thread_, &Main, birth.get());
    if (status != 0) {
      return Error{ErrorCode::kIo, std::string("cannot start a thread: ") + uv_strerror(status)};
    }
    static_cast<void>(birth.release());
    self->started_ = true;
    Result<Mailbox<Task>*> mailbox = born.get();
    if (!mailbox.ok()) return std::move(mailbox.error());
    self->mailbox_ = *mailbox;
    return self;
  }

  // Waits for `T::Stop` and for the thread's end. Not to be called on the thread.
  ~LoopThread() {
    if (mailbox_ != nullptr) mailbox_->Post(nullptr);
    if (started_) uv_thread_join(&thread_);
  }
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  // Runs `task` on the thread, after those that were posted before. Any thread; returns at once.
  void Post(Task task) { mailbox_->Post(std::move(task)); }

 private:
  struct Birth {
    Make make;
    std::promise<Result<Mailbox<Task>*>> promise;
  };

  LoopThread() = default;

  // What is made first is destroyed last: the `T`, whose handles start to close, then the mailbox,
  // then the loop, which runs the close callbacks and checks that nothing is left.
  static void Main(void* argument) {
    const std::unique_ptr<Birth> birth(static_cast<Birth*>(argument));
    const SystemClock clock;
    Result<std::unique_ptr<Loop>> created = Loop::Create(clock);
    if (!created.ok()) return birth->promise.set_value(std::move(created.error()));
    Loop& loop = **created;
    std::unique_ptr<T> resident;
    Mailbox<Task> mailbox(loop, [&](std::vector<Task> tasks) {
      for (const Task& task : tasks) {
        task ? task(*resident) : End(*resident, loop);
      }
    });
    Result<std::unique_ptr<T>> made = std::exchange(birth->make, nullptr)(loop);
    if (!made.ok()) return birth->promise.set_value(std::move(made.error()));
    resident = std::move(*made);
    birth->promise.set_value(&mailbox);
    loop.Run();
    resident.reset();
  }

  static void End(T& resident, Loop& loop) {
    if constexpr (requires(UniqueFunction<void()> stopped) { resident.Stop(std::move(stopped)); }) {
      resident.Stop([&loop] { loop.Stop(); });
    } else {
      loop.Stop();
    }
  }

  bool started_ = false;
  uv_thread_t thread_{};
  Mailbox<Task>* mailbox_ = nullptr;  // lives on the thread's stack, as long as the thread runs
};

}  // namespace sendoff

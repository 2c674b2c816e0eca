// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/host_calls.h"

namespace sendoff::engine {

// Tells the embedder of what a run prints, until the run is over: a step that was left behind may
// go on printing. Any thread.
class ToldConsole {
 public:
  using Listener = std::function<void(const ConsoleLine&)>;

  explicit ToldConsole(Listener listener) : listener_(std::move(listener)) {}

  void Tell(const ConsoleLine& line) {
    const std::lock_guard calling(calling_);
    if (has_ended_) return;
    const bool was_in_call = std::exchange(is_in_call_, true);
    auto thrown = CallHost([&] { listener_(line); });
    is_in_call_ = was_in_call;
    const std::lock_guard lock(mutex_);
    if (!thrown_) thrown_ = std::move(thrown);
  }

  // No further call is made; unless one may go on, in a thread that was left behind, none is under
  // way when this returns. What the listener threw first, if it did.
  std::optional<std::string> End(bool may_go_on) {
    has_ended_ = true;
    if (!may_go_on) {
      const std::lock_guard calling(calling_);
    }
    const std::lock_guard lock(mutex_);
    return std::exchange(thrown_, std::nullopt);
  }

  // Whether this thread is in such a call.
  static bool IsInCall() { return is_in_call_; }

 private:
  static inline thread_local bool is_in_call_ = false;

  const Listener listener_;
  std::atomic<bool> has_ended_ = false;
  std::mutex calling_;  // held in a call
  std::mutex mutex_;
  std::optional<std::string> thrown_;  // guarded by mutex_
};

}  // namespace sendoff::engine

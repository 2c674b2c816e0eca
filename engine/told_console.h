// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>

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
    const std::lock_guard lock(mutex_);
    if (!listener_) return;
    auto thrown = CallHost([&] { listener_(line); });
    if (!thrown_) thrown_ = std::move(thrown);
  }

  // Waits for a call that is under way; none follows. What the listener threw first, if it did.
  std::optional<std::string> End() {
    const std::lock_guard lock(mutex_);
    listener_ = nullptr;
    return std::exchange(thrown_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  // Guarded by mutex_.
  Listener listener_;
  std::optional<std::string> thrown_;
};

}  // namespace sendoff::engine

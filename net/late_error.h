// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <optional>
#include <utility>

#include "base/timer_queue.h"
#include "base/unique_function.h"

namespace sendoff::net {

// The end of an operation that failed inside the call that started it, where its callback must not
// run: it is told at the next turn of `timers`. Destroying it tells nobody.
class LateError {
 public:
  // `tell` may destroy this.
  LateError(TimerQueue& timers, UniqueFunction<void(Error)> tell)
      : tell_(std::move(tell)), timer_(timers, [this] {
          const auto running = std::move(tell_);
          running(std::move(*error_));
        }) {}

  // At most once.
  void Set(Error error) {
    error_ = std::move(error);
    timer_.StartAfter(Duration::zero());
  }

 private:
  UniqueFunction<void(Error)> tell_;
  std::optional<Error> error_;
  Timer timer_;
};

}  // namespace sendoff::net

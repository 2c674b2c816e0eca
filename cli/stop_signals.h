// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <atomic>
#include <functional>
#include <memory>

#include "base/loop_thread.h"

namespace sendoff::cli {

// Turns the first and the second SIGINT, SIGTERM or SIGHUP into calls, as long as it lives. The
// next signal, like those before and after its life, has its usual effect. A signal that was
// ignored when the process began, as by nohup, stays ignored.
class StopSignals {
 public:
  // Each runs at most once, on a thread of its own, one after the other. Fails where there is no
  // such thread.
  static Result<std::unique_ptr<StopSignals>> Start(std::function<void()> on_first,
                                                    std::function<void()> on_second);

  // When it returns, nothing is called and will be.
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  // How many came, and which was the last; 0: none did. Any thread.
  int count() const { return count_; }
  int last() const { return last_; }

  // Ends the process as `signal` does, so that whoever started it sees why it ended, and does not
  // go on to the next thing.
  [[noreturn]] static void DieOf(int signal);

 private:
  class Watches;

  StopSignals();

  std::atomic<int> count_{0};
  std::atomic<int> last_{0};
  std::unique_ptr<LoopThread<Watches>> thread_;  // tells the two above
};

}  // namespace sendoff::cli

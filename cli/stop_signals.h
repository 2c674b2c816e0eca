// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <future>
#include <thread>

#include "base/mailbox.h"

namespace sendoff::cli {

// Turns the first SIGINT, SIGTERM or SIGHUP into a call, as long as it lives. The next signal, like
// those before and after its life, has its usual effect. A signal that was ignored when the process
// began, as by nohup, stays ignored.
class StopSignals {
 public:
  // `on_signal` runs at most once, on a thread of its own.
  explicit StopSignals(std::function<void()> on_signal);

  // When it returns, `on_signal` does not run and will not.
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  struct Stop {};

  static void Main(const std::function<void()>& on_signal, std::promise<Mailbox<Stop>*> started);

  Mailbox<Stop>* mailbox_;  // lives on the thread's stack, as long as the thread runs
  std::thread thread_;
};

}  // namespace sendoff::cli

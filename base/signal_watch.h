// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include "base/loop.h"
#include "base/unique_function.h"
#include "base/uv_handle.h"

namespace sendoff {

// Hears on a loop of a signal of the process. The loop's thread only; destroyed before the loop.
class SignalWatch {
 public:
  // `callback` runs for each `signal` and may destroy this. From then on the signal has its default
  // effect again, unless another watch waits for it.
  SignalWatch(Loop& loop, int signal, UniqueFunction<void()> callback);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void OnSignal();

  UniqueFunction<void()> callback_;
  bool* destroyed_ = nullptr;  // while it runs: where to say that it destroyed this
  UvHandle<uv_signal_t> handle_;
};

}  // namespace sendoff

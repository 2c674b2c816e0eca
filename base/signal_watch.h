// SPDX-License-Identifier: MIT
#pragma once

#include <uv.h>

#include "base/loop.h"
#include "base/unique_function.h"
#include "base/uv_handle.h"

namespace sendoff {

// Waits on a loop for a signal of the process. The loop's thread only; destroyed before the loop.
class SignalWatch {
 public:
  // `callback` runs at most once, at the first `signal`, and may destroy this. From then on, and
  // from the destructor on, the signal has its default effect again, unless another watch waits for
  // it.
  SignalWatch(Loop& loop, int signal, UniqueFunction<void()> callback);
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  void OnSignal();

  UniqueFunction<void()> callback_;
  UvHandle<uv_signal_t> handle_;
};

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "base/signal_watch.h"

#include <utility>

#include "base/check.h"

namespace sendoff {

SignalWatch::~SignalWatch() {
  if (destroyed_ != nullptr) *destroyed_ = true;
}

SignalWatch::SignalWatch(Loop& loop, int signal, UniqueFunction<void()> callback)
    : callback_(std::move(callback)) {
  SENDOFF_CHECK(handle_.Init(uv_signal_init, this, loop.uv()) == 0);
  const int status = uv_signal_start(
      handle_.get(),
      [](uv_signal_t* handle, int) {
        if (handle->data != nullptr) static_cast<SignalWatch*>(handle->data)->OnSignal();
      },
      signal);
  SENDOFF_CHECK(status == 0);
}

void SignalWatch::OnSignal() {
  UniqueFunction<void()> callback = std::move(callback_);
  bool destroyed = false;
  destroyed_ = &destroyed;
  callback();
  if (destroyed) return;
  destroyed_ = nullptr;
  callback_ = std::move(callback);
}

}  // namespace sendoff

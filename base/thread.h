// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>
#include <sendoff/result.h>

#include <optional>
#include <utility>

#include "base/unique_function.h"

namespace sendoff {

// A thread, or none. std::thread throws where the system gives none, through code that is compiled
// without exceptions; this says so. Whoever started it joins or detaches it before it goes.
class Thread {
 public:
  Thread() = default;
  ~Thread();
  Thread(Thread&& other) noexcept : handle_(std::exchange(other.handle_, std::nullopt)) {}
  Thread& operator=(Thread&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }

  // Calls `main` on a new thread, which destroys it after that. kIo when the system gives none.
  static Result<Thread> Start(UniqueFunction<void()> main);

  bool joinable() const { return handle_.has_value(); }

  // Waits for its end. Not on the thread.
  void Join();

  // It ends by itself.
  void Detach();

 private:
  std::optional<pthread_t> handle_;
};

}  // namespace sendoff

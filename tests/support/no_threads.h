// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

#include <cstddef>

#include "base/sanitizer.h"

namespace sendoff::test {

// As long as it lives, no thread of this process can start: its stack would be larger than memory.
class NoThreads {
 public:
  // A sanitizer gives threads attributes of its own.
#if defined(SENDOFF_ADDRESS_SANITIZER) || defined(SENDOFF_THREAD_SANITIZER)
  static constexpr bool kPossible = false;
#else
  static constexpr bool kPossible = true;
#endif

  NoThreads() {
    pthread_getattr_default_np(&before_);
    pthread_attr_t large;
    pthread_getattr_default_np(&large);
    pthread_attr_setstacksize(&large, size_t{1} << 47);  // all there is to a process
    pthread_setattr_default_np(&large);
    pthread_attr_destroy(&large);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

 private:
  pthread_attr_t before_;
};

}  // namespace sendoff::test

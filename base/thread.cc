// SPDX-License-Identifier: MIT
#include "base/thread.h"

#include <memory>
#include <string>

#include "base/check.h"
#include "base/system_error.h"

namespace sendoff {
namespace {

void* Main(void* argument) {
  const std::unique_ptr<UniqueFunction<void()>> main(
      static_cast<UniqueFunction<void()>*>(argument));
  (*main)();
  return nullptr;
}

}  // namespace

Thread::~Thread() { SENDOFF_CHECK(!joinable()); }

Result<Thread> Thread::Start(UniqueFunction<void()> main) {
  auto argument = std::make_unique<UniqueFunction<void()>>(std::move(main));
  pthread_t handle{};
  const int status = pthread_create(&handle, nullptr, &Main, argument.get());
  if (status != 0) {
    return SystemError("cannot start a thread", status);
  }
  static_cast<void>(argument.release());
  Thread thread;
  thread.handle_ = handle;
  return thread;
}

void Thread::Join() {
  SENDOFF_CHECK(pthread_join(*std::exchange(handle_, std::nullopt), nullptr) == 0);
}

void Thread::Detach() { SENDOFF_CHECK(pthread_detach(*std::exchange(handle_, std::nullopt)) == 0); }

}  // namespace sendoff

// SPDX-License-Identifier: MIT
#include "runtime/v8/pooled_platform.h"

namespace sendoff::runtime {

class PooledPlatform::TrimTask final : public v8::Task {
 public:
  explicit TrimTask(PooledPlatform& platform) : platform_(platform) {}

  void Run() override {
    if (platform_.pages_.Trim()) platform_.TrimLater();
  }

 private:
  PooledPlatform& platform_;
};

void PooledPlatform::TrimLater() {
  to_.CallDelayedOnWorkerThread(std::make_unique<TrimTask>(*this), kTrimSeconds);
}

}  // namespace sendoff::runtime

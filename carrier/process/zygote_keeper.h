// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "carrier/process/zygote.h"

namespace sendoff::carrier {

// The zygote of a carrier, and another one when that has ended or is spent: it stays then as long
// as its workers. Any thread.
class ZygoteKeeper {
 public:
  ZygoteKeeper(std::string program, std::chrono::milliseconds start_time)
      : program_(std::move(program)), start_time_(start_time) {}

  // Starts one where none is, which all wait for that want it. What has failed is not tried again
  // at once: until then it is the same error. As Zygote::Start.
  Result<std::shared_ptr<Zygote>> Get();

 private:
  const std::string program_;
  const std::chrono::milliseconds start_time_;

  std::mutex mutex_;
  // Guarded by mutex_.
  std::shared_ptr<Zygote> zygote_;
  std::optional<Error> failure_;  // of the last start
  Instant failed_at_;
};

}  // namespace sendoff::carrier

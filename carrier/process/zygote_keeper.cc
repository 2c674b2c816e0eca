// SPDX-License-Identifier: MIT
#include "carrier/process/zygote_keeper.h"

namespace sendoff::carrier {
namespace {

constexpr std::chrono::seconds kPause(1);

}  // namespace

Result<std::shared_ptr<Zygote>> ZygoteKeeper::Get() {
  const std::lock_guard lock(mutex_);
  if (zygote_ && !zygote_->is_gone()) return zygote_;
  if (failure_ && SystemClock().Now() < After(failed_at_, kPause)) return *failure_;
  Result<std::shared_ptr<Zygote>> started = Zygote::Start(program_, start_time_);
  failure_.reset();
  if (started.ok()) {
    zygote_ = *started;
  } else {
    failure_ = started.error();
    failed_at_ = SystemClock().Now();
  }
  return started;
}

}  // namespace sendoff::carrier

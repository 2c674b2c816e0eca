// SPDX-License-Identifier: MIT
#include "carrier/process/zygote_keeper.h"

#include <utility>

namespace sendoff::carrier {
namespace {

constexpr std::chrono::seconds kPause(1);

}  // namespace

Result<std::shared_ptr<Zygote>> ZygoteKeeper::Get() {
  std::shared_ptr<Zygote> last;  // which may take its time to end, after the lock
  const std::lock_guard lock(mutex_);
  if (zygote_ && !zygote_->is_gone() && !zygote_->is_spent()) return zygote_;
  if (failure_ && SystemClock().Now() < After(failed_at_, kPause)) return *failure_;
  Result<std::shared_ptr<Zygote>> started = Zygote::Start(program_, start_time_);
  failure_.reset();
  if (started.ok()) {
    last = std::exchange(zygote_, *started);
  } else {
    failure_ = started.error();
    failed_at_ = SystemClock().Now();
  }
  return started;
}

}  // namespace sendoff::carrier

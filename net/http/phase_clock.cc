// SPDX-License-Identifier: MIT
#include "net/http/phase_clock.h"

#include <cmath>

#include "base/check.h"

namespace sendoff::net {
namespace {

std::chrono::nanoseconds& Share(Timing& timing, Phase phase) {
  switch (phase) {
    case Phase::kQueue:
      return timing.queued;
    case Phase::kDns:
      return timing.dns;
    case Phase::kConnect:
      return timing.connect;
    case Phase::kTls:
      return timing.tls;
    case Phase::kWrite:
      return timing.write;
    case Phase::kWait:
      return timing.wait;
    case Phase::kRead:
      return timing.read;
  }
  SENDOFF_UNREACHABLE();
}

}  // namespace

void PhaseClock::Enter(Phase phase) {
  const Instant now = timers_.Now();
  const Duration spent = now - entered_;
  Share(timing_, phase_) += spent;
  if (phase_ != Phase::kQueue) timing_.total += spent;
  entered_ = now;
  phase_ = phase;
}

std::string PhaseClock::Describe() const {
  std::string text;
  const auto add = [&](Phase phase, std::chrono::nanoseconds spent) {
    if (spent.count() == 0 && phase != phase_) return;
    if (!text.empty()) text += ", ";
    text += ToString(phase);
    text += ' ' + std::to_string(std::llround(ToMilliseconds(spent))) + " ms";
  };
  add(Phase::kDns, timing_.dns);
  add(Phase::kConnect, timing_.connect);
  add(Phase::kTls, timing_.tls);
  add(Phase::kWrite, timing_.write);
  add(Phase::kWait, timing_.wait);
  add(Phase::kRead, timing_.read);
  return text;
}

}  // namespace sendoff::net

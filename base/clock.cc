// SPDX-License-Identifier: MIT
#include "base/clock.h"

namespace sendoff {
namespace {

class SystemWallClock final : public WallClock {
 public:
  WallTime Now() const override { return std::chrono::system_clock::now(); }
};

}  // namespace

const WallClock& WallClock::OfThisMachine() {
  static const SystemWallClock clock;
  return clock;
}

}  // namespace sendoff

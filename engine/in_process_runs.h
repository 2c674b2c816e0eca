// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/isolation.h>

#include <memory>
#include <utility>

#include "carrier/carrier.h"

namespace sendoff {
inline namespace v1 {

// What stands behind the handle: what it brings is known to inprocess/ alone.
class InProcessRuns {
 public:
  explicit InProcessRuns(std::shared_ptr<carrier::Carrier> carrier)
      : carrier_(std::move(carrier)) {}

  const std::shared_ptr<carrier::Carrier>& carrier() const { return carrier_; }

 private:
  const std::shared_ptr<carrier::Carrier> carrier_;
};

}  // namespace v1
}  // namespace sendoff

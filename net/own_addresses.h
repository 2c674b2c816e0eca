// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "net/ip_address.h"

namespace sendoff::net {

// The addresses of this machine's interfaces: behind a public one of them are the same services as
// behind loopback. Read again when what is known is older than `kMaxAge`. Any thread.
class OwnAddresses {
 public:
  static constexpr std::chrono::seconds kMaxAge{5};

  // `read` gives the addresses there are now; tests bring their own. `clock` must outlive it.
  OwnAddresses(const Clock& clock, std::function<std::vector<IpAddress>()> read)
      : clock_(clock), read_(std::move(read)) {}

  // Asks the kernel. Where it does not tell, there are none.
  static std::shared_ptr<const OwnAddresses> OfThisMachine();

  bool Contains(const IpAddress& address) const;

 private:
  const Clock& clock_;
  const std::function<std::vector<IpAddress>()> read_;
  mutable std::mutex mutex_;
  mutable std::optional<Instant> read_at_;    // guarded by mutex_
  mutable std::vector<IpAddress> addresses_;  // guarded by mutex_
};

}  // namespace sendoff::net

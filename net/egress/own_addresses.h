// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// The addresses of this machine's interfaces: behind a public one of them are the same services as
// behind loopback. Read again when what is known is older than `kMaxAge`. Any thread.
class OwnAddresses {
 public:
  static constexpr std::chrono::seconds kMaxAge{5};

  // None: they cannot be read just now.
  using Read = std::function<std::optional<std::vector<IpAddress>>()>;

  // `read` gives the addresses there are now; tests bring their own. `clock` must outlive it.
  OwnAddresses(const Clock& clock, Read read) : clock_(clock), read_(std::move(read)) {}

  // Asks the kernel. Where it never tells, there are none.
  static std::shared_ptr<const OwnAddresses> OfThisMachine();

  // While they cannot be read, those that were known last count; before the first time, every
  // address may be one.
  bool Contains(const IpAddress& address) const;

 private:
  const Clock& clock_;
  const Read read_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  mutable std::optional<Instant> read_at_;
  mutable std::optional<std::vector<IpAddress>> addresses_;
};

}  // namespace sendoff::net

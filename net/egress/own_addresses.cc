// SPDX-License-Identifier: MIT
#include "net/egress/own_addresses.h"

#include <ifaddrs.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace sendoff::net {
namespace {

// Not libuv's list: it leaves out interfaces without a carrier, whose addresses the kernel still
// takes for its own.
std::optional<std::vector<IpAddress>> ReadInterfaces() {
  std::vector<IpAddress> addresses;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) {
    // It takes a socket. A step that uses up all descriptors must not open this machine by that.
    const bool is_short = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS;
    if (is_short) return std::nullopt;
    return addresses;
  }
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr) continue;
    if (const auto address = SocketAddress::From(entry->ifa_addr)) addresses.push_back(address->ip);
  }
  freeifaddrs(first);
  return addresses;
}

}  // namespace

std::shared_ptr<const OwnAddresses> OwnAddresses::OfThisMachine() {
  static const SystemClock clock;
  return std::make_shared<OwnAddresses>(clock, ReadInterfaces);
}

bool OwnAddresses::Contains(const IpAddress& address) const {
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.Now();
  if (!read_at_ || now - *read_at_ > kMaxAge) {
    if (auto addresses = read_()) {
      addresses_ = std::move(addresses);
      read_at_ = now;
    }
  }
  return !addresses_ ||
         std::find(addresses_->begin(), addresses_->end(), address) != addresses_->end();
}

}  // namespace sendoff::net

// SPDX-License-Identifier: MIT
#include "net/connection/address_memory.h"

namespace sendoff::net {

void AddressMemory::NoteFailure(const SocketAddress& address, Instant now) {
  if (failures_.size() >= kCapacity && now >= next_look_) {
    next_look_ = After(now, std::chrono::seconds(1));
    std::erase_if(failures_,
                  [&](const auto& failure) { return After(failure.second, kKeep) <= now; });
  }
  if (failures_.size() < kCapacity) failures_[address.ToString()] = now;
}

void AddressMemory::NoteSuccess(const SocketAddress& address) {
  if (!failures_.empty()) failures_.erase(address.ToString());
}

bool AddressMemory::HasFailed(const SocketAddress& address, Instant now) const {
  if (failures_.empty()) return false;
  const auto found = failures_.find(address.ToString());
  return found != failures_.end() && now < After(found->second, kKeep);
}

}  // namespace sendoff::net

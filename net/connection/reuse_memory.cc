// SPDX-License-Identifier: MIT
#include "net/connection/reuse_memory.h"

namespace sendoff::net {

void ReuseMemory::Note(const PoolKey& key, bool stayed_open, Instant now) {
  if (const auto found = entries_.find(key); found != entries_.end()) {
    found->second = {stayed_open, now};
    return;
  }
  if (entries_.size() >= kCapacity && now >= next_look_) {
    next_look_ = After(now, std::chrono::seconds(1));
    std::erase_if(entries_,
                  [&](const auto& entry) { return After(entry.second.at, kKeep) <= now; });
  }
  if (entries_.size() < kCapacity) entries_[key] = {stayed_open, now};
}

bool ReuseMemory::Was(const PoolKey& key, bool stayed_open, Instant now) const {
  const auto found = entries_.find(key);
  return found != entries_.end() && found->second.stayed_open == stayed_open &&
         now < After(found->second.at, kKeep);
}

}  // namespace sendoff::net

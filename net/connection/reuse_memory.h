// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <unordered_map>

#include "base/clock.h"
#include "net/connection/pool_key.h"

namespace sendoff::net {

// What lately became of kept-alive connections of a key. Many servers close a connection after
// their answer and do not say that they will; a request that is already on its way then is lost,
// because nothing is sent twice. One loop thread.
class ReuseMemory {
 public:
  static constexpr std::chrono::seconds kKeep{60};
  static constexpr size_t kCapacity = 10'000;  // keys; past it nothing new is remembered

  // One carried another request, or was closed soon without a word.
  void NoteUse(const PoolKey& key, Instant now) { Note(key, true, now); }
  void NoteClose(const PoolKey& key, Instant now) { Note(key, false, now); }

  // The last that is known of it.
  bool StayOpen(const PoolKey& key, Instant now) const { return Was(key, true, now); }
  bool AreClosed(const PoolKey& key, Instant now) const { return Was(key, false, now); }

 private:
  struct Entry {
    bool stayed_open;
    Instant at;
  };

  void Note(const PoolKey& key, bool stayed_open, Instant now);
  bool Was(const PoolKey& key, bool stayed_open, Instant now) const;

  std::unordered_map<PoolKey, Entry, PoolKey::Hash> entries_;
  Instant next_look_{};  // when it is full: for what is too old, which takes long
};

}  // namespace sendoff::net

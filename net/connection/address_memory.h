// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "net/address/ip_address.h"

namespace sendoff::net {

// Which addresses lately did not answer, or later than another of the same name: those are tried
// last for a while, so that not every request waits for a black hole again. It never keeps anybody
// from being tried. One loop thread.
class AddressMemory {
 public:
  static constexpr std::chrono::seconds kKeep{60};
  static constexpr size_t kCapacity = 1000;  // past it nothing new is remembered

  void NoteFailure(const SocketAddress& address, Instant now);
  void NoteSuccess(const SocketAddress& address);
  bool HasFailed(const SocketAddress& address, Instant now) const;

 private:
  std::unordered_map<std::string, Instant> failures_;  // by address and port
  Instant next_look_{};  // when it is full: for what is too old, which takes long
};

}  // namespace sendoff::net

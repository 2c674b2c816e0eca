// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace sendoff::net {

// What lately became of kept-alive connections to an origin. Many servers close a connection after
// their answer and do not say that they will; a request that is already on its way then is lost,
// because nothing is sent twice. One loop thread.
class ReuseMemory {
 public:
  static constexpr std::chrono::seconds kKeep{60};
  static constexpr size_t kCapacity = 10'000;  // origins; past it nothing new is remembered

  // One carried another request, or was closed soon without a word.
  void NoteUse(const std::string& origin, Instant now) { Note(origin, true, now); }
  void NoteClose(const std::string& origin, Instant now) { Note(origin, false, now); }

  // The last that is known of it.
  bool StayOpen(const std::string& origin, Instant now) const { return Was(origin, true, now); }
  bool AreClosed(const std::string& origin, Instant now) const { return Was(origin, false, now); }

 private:
  struct Entry {
    bool stayed_open;
    Instant at;
  };

  void Note(const std::string& origin, bool stayed_open, Instant now);
  bool Was(const std::string& origin, bool stayed_open, Instant now) const;

  std::unordered_map<std::string, Entry> entries_;
  Instant next_look_{};  // when it is full: for what is too old, which takes long
};

}  // namespace sendoff::net

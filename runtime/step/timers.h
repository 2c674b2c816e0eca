// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

#include "base/timer_queue.h"
#include "runtime/step/event_loop.h"

namespace sendoff::runtime {

class Realm;

// The native half of setTimeout, setInterval, setImmediate and queueMicrotask; js/node/timers.js is
// the other. An id stands for one callback there. The run's thread; owned by the realm.
class Timers {
 public:
  // `max_timers` may run at once.
  Timers(Realm& realm, uint64_t max_timers) : realm_(realm), max_timers_(max_timers) {}
  ~Timers();
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;

  // Whether one more may be started.
  bool HasRoom() const { return entries_.size() < max_timers_; }
  uint64_t max_timers() const { return max_timers_; }

  // (Re)starts the timer of that id. One without `has_ref` does not keep the run waiting.
  void Start(uint32_t id, std::chrono::milliseconds delay, bool has_ref);

  // Runs after all timers that are due now, in the order of the calls.
  void StartImmediate(uint32_t id);

  void Stop(uint32_t id);
  void SetRef(uint32_t id, bool has_ref);

  // How many keep the run waiting.
  size_t waiting() const { return waiting_; }

 private:
  struct Entry {
    std::unique_ptr<Timer> timer;
    bool has_ref;
  };

  void Add(uint32_t id, Instant deadline, bool has_ref);
  void Fire(uint32_t id);
  void Count(bool has_ref);
  void Uncount(bool has_ref);

  Realm& realm_;
  const uint64_t max_timers_;
  std::map<uint32_t, Entry> entries_;
  size_t waiting_ = 0;
};

}  // namespace sendoff::runtime

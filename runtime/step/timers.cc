// SPDX-License-Identifier: MIT
#include "runtime/step/timers.h"

#include <chrono>

#include "runtime/step/call_scope.h"
#include "runtime/step/realm.h"

namespace sendoff::runtime {

Timers::~Timers() {
  for (const auto& [id, entry] : entries_) Uncount(entry.has_ref);
}

void Timers::Start(uint32_t id, std::chrono::milliseconds delay, bool has_ref) {
  Add(id, After(realm_.event_loop().loop().Now(), delay), has_ref);
}

void Timers::StartImmediate(uint32_t id) {
  // Due now, and so behind every timer that is due by now.
  Add(id, realm_.event_loop().loop().Now(), true);
}

void Timers::Add(uint32_t id, Instant deadline, bool has_ref) {
  Entry& entry = entries_[id];
  if (entry.timer == nullptr) {
    entry.timer =
        std::make_unique<Timer>(realm_.event_loop().loop().timers(), [this, id] { Fire(id); });
  } else {
    Uncount(entry.has_ref);
  }
  entry.has_ref = has_ref;
  Count(has_ref);
  entry.timer->StartAt(deadline);
}

void Timers::Stop(uint32_t id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Uncount(found->second.has_ref);
  entries_.erase(found);
}

void Timers::SetRef(uint32_t id, bool has_ref) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Uncount(found->second.has_ref);
  Count(has_ref);
  found->second.has_ref = has_ref;
}

void Timers::Fire(uint32_t id) {
  // After the step has settled, or failed, nothing runs; what is due in the same turn stays, and is
  // reported as still open.
  realm_.event_loop().EndTurn();
  if (realm_.is_over()) return;
  Stop(id);
  CallScope scope(realm_);
  v8::Local<v8::Value> argument = v8::Integer::NewFromUnsigned(realm_.isolate(), id);
  scope.Call("runTimer", {&argument, 1});
  scope.Checkpoint();
}

void Timers::Count(bool has_ref) {
  if (!has_ref) return;
  ++waiting_;
  realm_.event_loop().Hold();
}

void Timers::Uncount(bool has_ref) {
  if (!has_ref) return;
  --waiting_;
  realm_.event_loop().Release();
}

}  // namespace sendoff::runtime

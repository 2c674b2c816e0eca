// SPDX-License-Identifier: MIT
#include "runtime/step/call_scope.h"

#include "runtime/step/step_error.h"

namespace sendoff::runtime {

CallScope::CallScope(Realm& realm)
    : realm_(realm),
      handles_(realm.isolate()),
      context_scope_(realm.context()),
      try_catch_(realm.isolate()) {}

v8::MaybeLocal<v8::Value> CallScope::Call(std::string_view name,
                                          std::span<v8::Local<v8::Value>> arguments) {
  if (realm_.isolate_host().ended() != Limit::kNone) return {};
  return realm_.CallInternal(name, arguments);
}

bool CallScope::Checkpoint(First first) {
  const IsolateHost& host = realm_.isolate_host();
  if (host.ended() != Limit::kNone) return false;
  if (try_catch_.HasCaught()) {
    const v8::Local<v8::Value> thrown = try_catch_.Exception();
    if (!thrown->IsNativeError() && !try_catch_.Message().IsEmpty()) {
      realm_.NoteThrow(thrown, realm_.source_errors().PlaceOf(try_catch_.Message()));
    }
    realm_.Fail(thrown, Failure::kUncaught);
    try_catch_.Reset();
  }
  if (!RunTicksAndMicrotasks(first)) return false;
  realm_.rejections().Decide();
  return host.ended() == Limit::kNone;
}

bool CallScope::RunTicksAndMicrotasks(First first) {
  const IsolateHost& host = realm_.isolate_host();
  bool has_ticks = first == First::kTicks && realm_.TakeTicks();
  do {
    if (has_ticks && Call("runTicks", {}).IsEmpty()) return false;
    realm_.microtasks().PerformCheckpoint(realm_.isolate());
    if (host.ended() != Limit::kNone) return false;
    has_ticks = realm_.TakeTicks();
  } while (has_ticks);
  return true;
}

}  // namespace sendoff::runtime

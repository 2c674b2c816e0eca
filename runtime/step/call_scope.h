// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <span>
#include <string_view>

#include "runtime/step/realm.h"

namespace sendoff::runtime {

// The one door from the loop into JavaScript. Made where no JavaScript is below on the stack; after
// what was to be called, `Checkpoint` runs ticks and microtasks and decides about rejected
// promises.
class CallScope {
 public:
  explicit CallScope(Realm& realm);
  CallScope(const CallScope&) = delete;
  CallScope& operator=(const CallScope&) = delete;

  // Calls a function of `internals`. Empty when it threw, see `try_catch`, or a limit ended the
  // run.
  v8::MaybeLocal<v8::Value> Call(std::string_view name, std::span<v8::Local<v8::Value>> arguments);

  // What was thrown inside this scope and not cleared.
  v8::TryCatch& try_catch() { return try_catch_; }

  // What comes first: what process.nextTick was given, as after any callback, or the microtasks, as
  // in code that is asynchronous itself.
  enum class First { kTicks, kMicrotasks };

  // False when a limit ended the run. An exception that is still in `try_catch` fails the step.
  bool Checkpoint(First first = First::kTicks);

 private:
  // Until there are none of either.
  bool RunTicksAndMicrotasks(First first);

  Realm& realm_;
  v8::HandleScope handles_;
  v8::Context::Scope context_scope_;
  v8::TryCatch try_catch_;
};

}  // namespace sendoff::runtime

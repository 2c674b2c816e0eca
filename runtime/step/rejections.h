// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <vector>

namespace sendoff::runtime {

class Realm;

// Promises that were rejected and that nothing has handled so far. Whether that is a failure is
// decided only when all microtasks have run, because many libraries attach their handler a tick
// later. Owned by the realm; the run's thread.
class Rejections {
 public:
  explicit Rejections(Realm& realm) : realm_(realm) {}

  // V8's hook, for the whole isolate.
  static void OnPromiseReject(v8::PromiseRejectMessage message);

  // After the microtasks: the first that is left fails the step, or, when the step has settled, is
  // a warning.
  void Decide();

 private:
  struct Entry {
    v8::Global<v8::Promise> promise;
    v8::Global<v8::Value> reason;
  };

  void Add(v8::Local<v8::Promise> promise, v8::Local<v8::Value> reason);
  void Remove(v8::Local<v8::Promise> promise);

  Realm& realm_;
  std::vector<Entry> entries_;
};

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/step/rejections.h"

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/step/realm.h"
#include "runtime/step/step_error.h"

namespace sendoff::runtime {

void Rejections::OnPromiseReject(v8::PromiseRejectMessage message) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  const v8::HandleScope handles(isolate);
  Rejections& self = Realm::From(isolate->GetCurrentContext()).rejections();
  if (message.GetEvent() == v8::kPromiseRejectWithNoHandler) {
    if (!message.GetValue()->IsNativeError()) {
      self.realm_.NoteThrow(message.GetValue(), self.realm_.call_sites().Here());
    }
    self.Add(message.GetPromise(), message.GetValue());
  } else if (message.GetEvent() == v8::kPromiseHandlerAddedAfterReject) {
    self.Remove(message.GetPromise());
  }
}

void Rejections::Add(v8::Local<v8::Promise> promise, v8::Local<v8::Value> reason) {
  v8::Isolate* isolate = realm_.isolate();
  entries_.push_back(
      {v8::Global<v8::Promise>(isolate, promise), v8::Global<v8::Value>(isolate, reason)});
}

void Rejections::Remove(v8::Local<v8::Promise> promise) {
  // Nearly always the youngest.
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const Entry& entry) { return entry.promise == promise; });
  if (found != entries_.rend()) entries_.erase(std::next(found).base());
}

void Rejections::Decide() {
  std::vector<Entry> entries = std::exchange(entries_, {});
  for (const Entry& entry : entries) {
    const v8::Local<v8::Value> reason = entry.reason.Get(realm_.isolate());
    if (!realm_.is_over()) {
      realm_.Fail(reason, Failure::kUnhandledRejection);
    } else if (realm_.is_settled()) {
      const std::optional<StepError> error = DescribeError(realm_, reason);
      if (!error) return;
      realm_.Warn("a promise that the step did not wait for was rejected: " + error->name + ": " +
                  error->message);
    }
  }
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>
#include <sendoff/result.h>
#include <v8.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "bindings/send/send_context.h"
#include "request/request_draft.h"

namespace sendoff::bindings {

// One call of $send.http (or of what sends at once) while its arguments are read. Functions that
// read a part of them take it and return false once the call is refused, or a JavaScript exception
// is pending; nothing but returning is left to do then.
struct SendCall {
  SendCall(v8::Local<v8::Context> entered, SendContext& behind)
      : isolate(entered->GetIsolate()),
        context(entered),
        send(behind),
        draft(behind.outbox().limits(), behind.urls()) {}

  v8::Isolate* isolate;
  v8::Local<v8::Context> context;
  SendContext& send;
  request::RequestDraft draft;
  std::optional<Error> refusal{};  // what to throw, once it is refused

  // Refuses what a rule does not allow: false unless `ruled` is success.
  bool Accept(Result<void> ruled) { return ruled.ok() || Refuse(std::move(ruled).error()); }

  // Refuses `value` (kSendInvalidArg), which is shown, or must not be; see request/refusal.h.
  bool Invalid(v8::Local<v8::Value> value, std::string_view path, std::string_view expected);
  bool InvalidSecret(std::string_view path, std::string_view expected);

  bool Refuse(Error error);

  // V8 looks for the run's limits where it begins to run JavaScript, and what is read here can go
  // on for long without any: so this is called for each few members of it, and for how many bytes
  // they have. False with an exception pending when the run is over.
  bool Rest(size_t members = 1, size_t bytes = 0);

 private:
  size_t since_rest_ = 0;
};

// An error as JavaScript's, with its `code`: a TypeError where an argument is invalid. `caller` is
// what its message begins with: "$send.http".
v8::Local<v8::Value> ToThrow(v8::Local<v8::Context> context, std::string_view caller,
                             const Error& error);

}  // namespace sendoff::bindings

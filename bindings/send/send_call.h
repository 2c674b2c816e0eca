// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>
#include <sendoff/error.h>
#include <v8.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendoff::bindings {

// One call of $send.http (or of what sends at once) while its arguments are read. Functions that
// read a part of them take it and return false once the call is refused, or a JavaScript exception
// is pending; nothing but returning is left to do then.
struct SendCall {
  v8::Isolate* isolate;
  v8::Local<v8::Context> context;
  const SendLimits& limits;
  std::string_view caller = "$send.http";  // what its errors begin with
  std::vector<std::string> warnings{};     // for the record
  std::optional<Error> refusal{};          // what to throw, once it is refused

  // Refuses with a TypeError (ERR_SEND_INVALID_ARG): "<caller>: invalid value <value> for <path>:
  // <expected>". `expected` says what was expected and how to mend it. Returns false.
  bool Invalid(v8::Local<v8::Value> value, std::string_view path, std::string_view expected);

  // The same for a value that must not be shown.
  bool InvalidSecret(std::string_view path, std::string_view expected);

  // Refuses with `error`, whose message follows the caller's name. Returns false.
  bool Refuse(Error error);

  // The refusal as a JavaScript error with its `code`, for the script; undefined when there is
  // none.
  v8::Local<v8::Value> RefusalToThrow() const;
};

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#include "runtime/step/step_error.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "base/own_error.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

ErrorCode KindNamed(std::string_view name) {
#define SENDOFF_X(enumerator, number, text) \
  if (name == (text)) return ErrorCode::enumerator;
  SENDOFF_ERROR_CODES(SENDOFF_X)
#undef SENDOFF_X
  return ErrorCode::kStepThrew;
}

v8::Local<v8::Value> Get(Realm& realm, v8::Local<v8::Object> object, std::string_view name) {
  v8::Local<v8::Value> value;
  if (object->Get(realm.context(), Name(realm.isolate(), name)).ToLocal(&value)) return value;
  return v8::Undefined(realm.isolate());
}

std::string GetString(Realm& realm, v8::Local<v8::Object> object, std::string_view name) {
  return ToUtf8(realm.isolate(), Get(realm, object, name));
}

// From the plain object that js/core/errors.js makes.
StepError FromDescription(Realm& realm, v8::Local<v8::Object> description) {
  StepError error;
  error.kind = KindNamed(GetString(realm, description, "kind"));
  error.name = GetString(realm, description, "name");
  error.message = GetString(realm, description, "message");
  error.code = GetString(realm, description, "code");
  if (error.code.empty()) error.code = ErrorName(error.kind);
  error.stack = GetString(realm, description, "stack");
  const v8::Local<v8::Value> cause = Get(realm, description, "cause");
  if (cause->IsObject()) {
    error.cause = std::make_shared<const StepError>(FromDescription(realm, cause.As<v8::Object>()));
  }
  return error;
}

}  // namespace

std::optional<StepError> DescribeError(Realm& realm, v8::Local<v8::Value> thrown) {
  const v8::TryCatch try_catch(realm.isolate());
  v8::Local<v8::Value> description;
  v8::Local<v8::Value> arguments[] = {thrown, Literal(realm.isolate(), realm.PlaceOfThrow(thrown)),
                                      v8::Boolean::New(realm.isolate(), realm.host().made_calls())};
  if (!realm.CallInternal("describeError", arguments).ToLocal(&description)) {
    if (realm.isolate_host().ended() != Limit::kNone) return std::nullopt;
    StepError error;
    error.name = "Error";
    error.message = "the step threw something that cannot be shown";
    error.code = ErrorName(error.kind);
    return error;
  }
  StepError error = FromDescription(realm, description.As<v8::Object>());
  error.hint = GetString(realm, description.As<v8::Object>(), "hint");
  return error;
}

std::optional<StepError> DescribeUnhandledRejection(Realm& realm, v8::Local<v8::Value> reason) {
  std::optional<StepError> error = DescribeError(realm, reason);
  if (!error) return error;
  if (error->code == ErrorName(ErrorCode::kStepThrew)) error->code = "ERR_UNHANDLED_REJECTION";
  if (!reason->IsNativeError()) {
    error->name = "UnhandledPromiseRejection";
    // What stands before the message is where that was.
    const bool has_place = error->stack.ends_with(error->message);
    const std::string place =
        has_place ? error->stack.substr(0, error->stack.size() - error->message.size()) : "";
    error->message = "a promise was rejected and nothing handled it: " + error->message;
    error->stack = place + error->name + ": " + error->message;
  }
  if (error->hint.empty()) {
    error->hint = "A promise was rejected and nothing handled it: await it, or give it a .catch().";
  }
  return error;
}

StepError DescribeFatalError(const FatalError& fatal) {
  const std::string words = fatal.words.empty() ? "" : " (" + fatal.words + ")";
  if (!fatal.is_about_memory) {
    return OwnError(
        ErrorCode::kStepCrashed, "CrashedError",
        "V8 came upon a fault of its own while the step ran, and could not go on" + words);
  }
  StepError error = OwnError(
      ErrorCode::kStepMemory, "MemoryLimitError",
      "the step ran out of memory inside a built-in function, and V8 could not go on" + words);
  error.hint =
      "Something was to become larger than V8 can make it, whatever the limit is: work on it in "
      "parts.";
  return error;
}

}  // namespace sendoff::runtime

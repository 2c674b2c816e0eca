// SPDX-License-Identifier: MIT
#include "bindings/send/send_call.h"

#include <utility>

#include "bindings/send/describe.h"
#include "request/refusal.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {

using runtime::Literal;

bool SendCall::Invalid(v8::Local<v8::Value> value, std::string_view path,
                       std::string_view expected) {
  return Refuse(request::InvalidValue(Describe(isolate, value), path, expected));
}

bool SendCall::InvalidSecret(std::string_view path, std::string_view expected) {
  return Refuse(request::InvalidValue(request::kNotShown, path, expected));
}

bool SendCall::Refuse(Error error) {
  refusal = std::move(error);
  return false;
}

bool SendCall::Rest(size_t members, size_t bytes) {
  constexpr size_t kRestEvery = 1'024;  // members
  constexpr size_t kBytesAsAMember = 1'024;
  since_rest_ += members + bytes / kBytesAsAMember;
  if (since_rest_ < kRestEvery) return true;
  since_rest_ = 0;
  return !send.Ask(context, SendContext::Question::kMayGoOn, v8::Undefined(isolate)).IsEmpty();
}

v8::Local<v8::Value> ToThrow(v8::Local<v8::Context> context, std::string_view caller,
                             const Error& error) {
  v8::Isolate* isolate = context->GetIsolate();
  const v8::Local<v8::String> message =
      Literal(isolate, std::string(caller) + ": " + error.message);
  const v8::Local<v8::Value> thrown = error.code == ErrorCode::kSendInvalidArg
                                          ? v8::Exception::TypeError(message)
                                          : v8::Exception::Error(message);
  const auto coded = thrown.As<v8::Object>()->CreateDataProperty(
      context, Literal(isolate, "code"), Literal(isolate, ErrorName(error.code)));
  // It fails on a terminating isolate only, and then the termination is what the script sees.
  static_cast<void>(coded.IsNothing());
  return thrown;
}

}  // namespace sendoff::bindings

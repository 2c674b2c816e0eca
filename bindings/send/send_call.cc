// SPDX-License-Identifier: MIT
#include "bindings/send/send_call.h"

#include <utility>

#include "bindings/send/describe.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;

std::string Sentence(std::string_view value, std::string_view path, std::string_view expected) {
  std::string message = "invalid value ";
  message.append(value).append(" for ").append(path).append(": ").append(expected);
  return message;
}

}  // namespace

bool SendCall::Invalid(v8::Local<v8::Value> value, std::string_view path,
                       std::string_view expected) {
  return Refuse({ErrorCode::kSendInvalidArg, Sentence(Describe(isolate, value), path, expected)});
}

bool SendCall::InvalidSecret(std::string_view path, std::string_view expected) {
  return Refuse({ErrorCode::kSendInvalidArg, Sentence("[not shown]", path, expected)});
}

bool SendCall::Refuse(Error error) {
  error.message.insert(0, std::string(caller) + ": ");
  refusal = std::move(error);
  return false;
}

v8::Local<v8::Value> SendCall::RefusalToThrow() const {
  if (!refusal) return v8::Undefined(isolate);
  const v8::Local<v8::String> message = Literal(isolate, refusal->message);
  const v8::Local<v8::Value> error = refusal->code == ErrorCode::kSendInvalidArg
                                         ? v8::Exception::TypeError(message)
                                         : v8::Exception::Error(message);
  const auto coded = error.As<v8::Object>()->CreateDataProperty(
      context, Literal(isolate, "code"), Literal(isolate, ErrorName(refusal->code)));
  // It fails on a terminating isolate only, and then the termination is what the script sees.
  static_cast<void>(coded.IsNothing());
  return error;
}

}  // namespace sendoff::bindings

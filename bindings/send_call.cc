// SPDX-License-Identifier: MIT
#include "bindings/send_call.h"

#include "bindings/describe.h"
#include "runtime/v8_text.h"

namespace sendoff::bindings {
namespace {

using runtime::Literal;

std::string Sentence(std::string_view value, std::string_view path, std::string_view expected) {
  std::string message = "$send.http: invalid value ";
  message.append(value).append(" for ").append(path).append(": ").append(expected);
  return message;
}

}  // namespace

bool SendCall::Invalid(v8::Local<v8::Value> value, std::string_view path,
                       std::string_view expected) {
  return Throw({ErrorCode::kSendInvalidArg, Sentence(Describe(isolate, value), path, expected)});
}

bool SendCall::InvalidSecret(std::string_view path, std::string_view expected) {
  return Throw({ErrorCode::kSendInvalidArg, Sentence("[not shown]", path, expected)});
}

bool SendCall::Throw(const Error& error) {
  const v8::Local<v8::String> message = Literal(isolate, error.message);
  const v8::Local<v8::Value> thrown = error.code == ErrorCode::kSendInvalidArg
                                          ? v8::Exception::TypeError(message)
                                          : v8::Exception::Error(message);
  const bool coded = thrown.As<v8::Object>()
                         ->CreateDataProperty(context, Literal(isolate, "code"),
                                              Literal(isolate, ErrorName(error.code)))
                         .FromMaybe(false);
  // A terminating isolate refuses; then the termination is what the script sees.
  if (coded) isolate->ThrowException(thrown);
  return false;
}

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#include "runtime/step_error.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "runtime/v8_compat.h"
#include "runtime/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr int kMaxSourceLine = 160;  // characters shown of the line that is wrong

ErrorCode KindNamed(std::string_view name) {
#define SENDOFF_X(enumerator, text, blame) \
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

// From the plain object that js/errors.js makes.
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

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string HintFor(Realm& realm, const StepError& error) {
  if (error.kind == ErrorCode::kStepSyntax && realm.modules().step_path().ends_with(".ts")) {
    return "This version of sendoff does not strip TypeScript's types. Have them stripped first: "
           "npx esbuild step.ts --format=esm --outfile=step.mjs";
  }
  if (error.name == "TypeError" && realm.host().made_calls() &&
      (Contains(error.message, "of undefined") || Contains(error.message, "it is undefined"))) {
    return "$send.http(...) returns undefined: its request is sent after the step has ended, so "
           "there is no response to read. To read one, import axios from \"axios\" and await the "
           "request.";
  }
  constexpr std::string_view kMissing = " is not defined";
  if (error.name == "ReferenceError" && error.message.ends_with(kMissing)) {
    const std::string name = error.message.substr(0, error.message.size() - kMissing.size());
    if (name == "fetch") {
      return "This version of sendoff does not have fetch: import axios from \"axios\".";
    }
    for (const char* known :
         {"Buffer", "Request", "Response", "ReadableStream", "WritableStream", "TransformStream",
          "MessageChannel", "BroadcastChannel", "WebSocket", "XMLHttpRequest", "WebAssembly"}) {
      if (name == known) {
        return "This version of sendoff does not have " + name + "; see docs/steps.md.";
      }
    }
  }
  return {};
}

// "step.mjs:2:5", the line and a caret under the place.
std::string SourcePlace(Realm& realm, v8::Local<v8::Message> message, size_t prefix) {
  v8::Isolate* isolate = realm.isolate();
  const v8::Local<v8::Context> context = realm.context();
  const int line = message->GetLineNumber(context).FromMaybe(0);
  const int column = std::max(0, message->GetStartColumn());
  const int width = std::clamp(message->GetEndColumn() - message->GetStartColumn(), 1, 40);
  std::string place = ToUtf8(isolate, message->GetScriptResourceName()) + ":" +
                      std::to_string(line) + ":" + std::to_string(column + 1);
  v8::Local<v8::String> source_line;
  if (column < kMaxSourceLine && message->GetSourceLine(context).ToLocal(&source_line)) {
    std::string text = ToUtf8(isolate, source_line);
    if (line == 1) text.erase(0, prefix);
    text.resize(std::min<size_t>(text.size(), kMaxSourceLine));
    place += "\n" + text + "\n" + std::string(static_cast<size_t>(column), ' ') +
             std::string(static_cast<size_t>(width), '^');
  }
  return place;
}

}  // namespace

std::optional<StepError> DescribeError(Realm& realm, v8::Local<v8::Value> thrown) {
  const v8::TryCatch try_catch(realm.isolate());
  v8::Local<v8::Value> description;
  if (!realm.CallInternal("describeError", {&thrown, 1}).ToLocal(&description)) {
    if (realm.isolate_host().ended() != Limit::kNone) return std::nullopt;
    StepError error;
    error.name = "Error";
    error.message = "the step threw something that cannot be shown";
    error.code = ErrorName(error.kind);
    return error;
  }
  StepError error = FromDescription(realm, description.As<v8::Object>());
  error.hint = HintFor(realm, error);
  return error;
}

std::optional<StepError> DescribeUnhandledRejection(Realm& realm, v8::Local<v8::Value> reason) {
  std::optional<StepError> error = DescribeError(realm, reason);
  if (!error) return error;
  if (error->code == ErrorName(ErrorCode::kStepThrew)) error->code = "ERR_UNHANDLED_REJECTION";
  if (!reason->IsNativeError()) {
    error->name = "UnhandledPromiseRejection";
    error->message = "a promise was rejected and nothing handled it: " + error->message;
    error->stack = error->name + ": " + error->message;
  }
  if (error->hint.empty()) {
    error->hint = "A promise was rejected and nothing handled it: await it, or give it a .catch().";
  }
  return error;
}

StepError DescribeLimit(Limit limit, const StepLimits& limits) {
  StepError error;
  if (limit == Limit::kFatal) {
    error.kind = ErrorCode::kStepMemory;
    error.name = "MemoryLimitError";
    error.message = "the step ran out of memory inside a built-in function, and V8 could not go on";
  } else if (limit == Limit::kCpuTime) {
    error.kind = ErrorCode::kStepCpuTime;
    error.name = "CpuTimeLimitError";
    error.message = "the step used more than its " + std::to_string(limits.cpu_time.count()) +
                    " ms of CPU time and was ended";
  } else if (limit == Limit::kMemory) {
    error.kind = ErrorCode::kStepMemory;
    error.name = "MemoryLimitError";
    error.message = "the step needed more than its " +
                    std::to_string(limits.heap_bytes / (1 << 20)) + " MB of memory and was ended";
  } else if (limit == Limit::kStop) {
    error.kind = ErrorCode::kStepStopped;
    error.name = "StoppedError";
    error.message = "the step was ended because sendoff is shutting down";
  } else {
    error.kind = ErrorCode::kStepTimeout;
    error.name = "TimeoutError";
    error.message = "the step ran longer than its " + std::to_string(limits.wall_time.count()) +
                    " ms and was ended";
  }
  error.code = ErrorName(error.kind);
  error.stack = error.name + ": " + error.message;
  return error;
}

void RethrowWithPlace(Realm& realm, v8::TryCatch& try_catch, size_t prefix) {
  v8::Isolate* isolate = realm.isolate();
  if (try_catch.CanContinue() && !try_catch.Message().IsEmpty()) {
    v8::Local<v8::Value> arguments[] = {
        try_catch.Exception(), Literal(isolate, ErrorName(ErrorCode::kStepSyntax)),
        Literal(isolate, SourcePlace(realm, try_catch.Message(), prefix))};
    // V8 runs no JavaScript properly while an exception is pending.
    try_catch.Reset();
    // Without the mark the error only says less.
    [[maybe_unused]] const auto marked = realm.CallInternal("markPlace", arguments);
    isolate->ThrowException(arguments[0]);
  }
  PassOn(try_catch);
}

}  // namespace sendoff::runtime

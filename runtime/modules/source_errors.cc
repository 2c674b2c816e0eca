// SPDX-License-Identifier: MIT
#include "runtime/modules/source_errors.h"

#include <algorithm>
#include <optional>

#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr size_t kMaxMessage = 1'000;  // of one that a compiler made

// How many UTF-16 code units a text in UTF-8 has.
int Utf16Length(std::string_view text) {
  int length = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    length += (byte & 0xc0) == 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

}  // namespace

// What is wrong in a source: `width` characters of that line from the place on.
struct SourceErrors::Pointer {
  std::string name;
  sources::Place place;
  std::optional<std::string> line;
  int width = 1;
};

sources::Place SourceErrors::PlaceIn(const std::string& name,
                                     v8::Local<v8::Message> message) const {
  const sources::Place made = {
      std::max(0, message->GetLineNumber(scope_.context()).FromMaybe(0) - 1),
      std::max(0, message->GetStartColumn())};
  return typescript_.Original(name, made);
}

// What V8 found; in TypeScript, where its author wrote that.
SourceErrors::Pointer SourceErrors::PointerTo(v8::Local<v8::Message> message, size_t prefix) const {
  v8::Isolate* isolate = scope_.isolate();
  Pointer pointer;
  pointer.name = ToUtf8(isolate, message->GetScriptResourceName());
  pointer.place = PlaceIn(pointer.name, message);
  if (const auto line = typescript_.Line(pointer.name, pointer.place.line)) {
    pointer.line = std::string(*line);
    return pointer;
  }
  pointer.width = std::clamp(message->GetEndColumn() - message->GetStartColumn(), 1, 40);
  v8::Local<v8::String> line;
  if (!message->GetSourceLine(scope_.context()).ToLocal(&line)) return pointer;
  pointer.line = ToUtf8(isolate, line);
  if (pointer.place.line == 0) pointer.line->erase(0, prefix);
  return pointer;
}

// Notes on an error where that is.
void SourceErrors::MarkPlace(v8::Local<v8::Value> error, const Pointer& pointer) {
  v8::Isolate* isolate = scope_.isolate();
  v8::Local<v8::Value> arguments[] = {
      error,
      Literal(isolate, ErrorName(ErrorCode::kStepSyntax)),
      Literal(isolate, sources::PlaceText(pointer.name, pointer.place)),
      v8::Undefined(isolate),
      v8::Integer::New(isolate, pointer.place.column),
      v8::Integer::New(isolate, pointer.width)};
  if (pointer.line) arguments[3] = Literal(isolate, *pointer.line);
  // Without the mark the error only says less.
  [[maybe_unused]] const auto marked = scope_.CallInternal("markPlace", arguments);
}

std::string SourceErrors::PlaceOf(v8::Local<v8::Message> message) const {
  const std::string name = ToUtf8(scope_.isolate(), message->GetScriptResourceName());
  return sources::PlaceText(name, PlaceIn(name, message));
}

void SourceErrors::ThrowSyntaxError(const std::string& message, const std::string& name,
                                    std::string_view text, sources::Place place) {
  const std::string_view line = sources::LineOf(text, place.line);
  place.column = Utf16Length(line.substr(0, static_cast<size_t>(place.column)));
  const v8::Local<v8::Value> error =
      v8::Exception::SyntaxError(Literal(scope_.isolate(), message.substr(0, kMaxMessage)));
  MarkPlace(error, {name, place, std::string(line)});
  scope_.isolate()->ThrowException(error);
}

void SourceErrors::RethrowWithPlace(v8::TryCatch& try_catch, size_t prefix) {
  if (try_catch.CanContinue() && !try_catch.Message().IsEmpty()) {
    const v8::Local<v8::Value> error = try_catch.Exception();
    const Pointer pointer = PointerTo(try_catch.Message(), prefix);
    // V8 runs no JavaScript properly while an exception is pending.
    try_catch.Reset();
    MarkPlace(error, pointer);
    scope_.isolate()->ThrowException(error);
  }
  PassOn(try_catch);
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "runtime/isolate/script_context.h"
#include "sources/source_map.h"
#include "sources/typescript_files.h"

namespace sendoff::runtime {

// Errors about a source that cannot be compiled or linked: where it is wrong, in its author's text,
// and that line itself. One context, entered.
class SourceErrors {
 public:
  // Both outlive it.
  SourceErrors(ScriptContext& scope, const sources::TypeScriptFiles& typescript)
      : scope_(scope), typescript_(typescript) {}

  // Where V8 has seen an exception, "step.mjs:3:9".
  std::string PlaceOf(v8::Local<v8::Message> message) const;

  // Throws a SyntaxError about a place in a file's text. `place.column` counts bytes.
  void ThrowSyntaxError(const std::string& message, const std::string& name, std::string_view text,
                        sources::Place place);

  // Passes on the exception in `try_catch`, which V8 threw for a source that it could not compile
  // or link, with a note where that is: file, line, column, the line itself and a caret. `prefix`
  // is how many characters sendoff put before the first line.
  void RethrowWithPlace(v8::TryCatch& try_catch, size_t prefix);

 private:
  struct Pointer;

  sources::Place PlaceIn(const std::string& name, v8::Local<v8::Message> message) const;
  Pointer PointerTo(v8::Local<v8::Message> message, size_t prefix) const;
  void MarkPlace(v8::Local<v8::Value> error, const Pointer& pointer);

  ScriptContext& scope_;
  const sources::TypeScriptFiles& typescript_;
};

}  // namespace sendoff::runtime

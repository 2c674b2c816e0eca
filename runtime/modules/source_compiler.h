// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <map>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "sources/kept_sources.h"

namespace sendoff::runtime {

// Compiles the sources of one run: by the code that earlier runs kept of the same text, where there
// is some; what comes again without, it keeps for later ones. One run, on its thread.
class SourceCompiler {
 public:
  using Source = sources::KeptSources::Source;

  // `kept`, which may be null, outlives it.
  SourceCompiler(v8::Isolate* isolate, sources::KeptSources* kept)
      : isolate_(isolate), kept_(kept) {}

  // `text` is the source as V8 has it, with what sendoff puts around it; `column` is that of its
  // first character, where that is not 0. All leave an exception pending when they fail.
  v8::MaybeLocal<v8::Module> CompileModule(const Source& source, v8::Local<v8::String> text);
  v8::MaybeLocal<v8::Function> CompileFunction(v8::Local<v8::Context> context, const Source& source,
                                               v8::Local<v8::String> text, int column,
                                               std::span<v8::Local<v8::String>> parameters);
  v8::MaybeLocal<v8::Script> CompileScript(v8::Local<v8::Context> context, const Source& source,
                                           v8::Local<v8::String> text, int column);

  // After the step has run, so that the functions that ran are kept with the rest.
  void Keep();

 private:
  using Compiled = std::variant<v8::Global<v8::UnboundModuleScript>, v8::Global<v8::Function>,
                                v8::Global<v8::UnboundScript>>;
  struct Unit {
    std::string text;
    Compiled compiled;  // the last one of the run: it is the one that runs
  };

  template <typename Value, typename Compile, typename Hold>
  v8::MaybeLocal<Value> Run(const Source& source, v8::Local<v8::String> text,
                            const v8::ScriptOrigin& origin, Compile compile, Hold hold);
  // For the code of a source that V8 had to compile; null: it is not to be kept.
  Unit* FindUnit(const Source& source);

  v8::Isolate* const isolate_;
  sources::KeptSources* const kept_;
  std::map<std::pair<sources::KeptSources::Kind, std::string>, Unit>
      units_;  // no text: not to be kept
};

}  // namespace sendoff::runtime

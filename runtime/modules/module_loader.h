// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <v8.h>

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "runtime/isolate/script_context.h"
#include "runtime/leavings/warnings.h"
#include "runtime/modules/call_sites.h"
#include "runtime/modules/source_compiler.h"
#include "runtime/modules/source_errors.h"
#include "sources/module_sources.h"
#include "sources/typescript_files.h"

namespace sendoff::runtime {

// The modules of one run: which file is which, what imports what. Each file is loaded once. ES
// modules are linked here; CommonJS modules are run by js/node/commonjs.js, and appear to `import`
// as a module with a default export. Functions that can fail leave a JavaScript exception pending,
// which names the importing file's line. Owned by the realm; the run's thread, inside its context.
class ModuleLoader {
 public:
  // What it needs of the run; all of it outlives the loader.
  struct Parts {
    ScriptContext& scope;
    const sources::ModuleSources& sources;
    SourceCompiler& compiler;
    sources::TypeScriptFiles& typescript;
    SourceErrors& errors;
    CallSites& call_sites;
    Warnings& warnings;
  };

  // The context finds it from now on.
  explicit ModuleLoader(const Parts& parts);
  ModuleLoader(const ModuleLoader&) = delete;
  ModuleLoader& operator=(const ModuleLoader&) = delete;

  // Sets import(), import.meta and what stacks look like for an isolate.
  static void InstallHooks(v8::Isolate* isolate);

  const std::string& step_path() const { return sources_.step_path(); }  // absolute

  // How a file is called in stacks: its path relative to the step's folder; and back.
  std::string DisplayName(const std::string& path) const;
  std::string PathOf(const std::string& display_name) const;

  // The text of the step's own file, once it was compiled, for errors to quote from.
  void KeepStepText(std::string text) { step_text_ = std::move(text); }
  const std::string& step_text() const { return step_text_; }

  // A line, from 1, of a file by the name that stacks have for it; in TypeScript, of what its
  // author wrote. None where there is no such file.
  std::optional<std::string> SourceLine(const std::string& name, int line) const;

  // A file's text, as JavaScript or JSON, and as V8 has it.
  struct SourceText {
    std::string text;
    v8::Local<v8::String> string;
  };

  // Compiles a text as the ES module `path`, with `assert` or `with` before the attributes of its
  // imports. A syntax error has its place noted.
  v8::MaybeLocal<v8::Module> Compile(const std::string& path, const SourceText& source);

  // Registers a compiled module as the one for `path`.
  void Register(const std::string& path, v8::Local<v8::Module> module);

  // Loads whatever `module` imports, directly or not, and links it.
  bool Link(v8::Local<v8::Module> module);

  // The second half of import(), by js/step/step.js: loads the module of that path, links it and
  // begins to evaluate it, once. The promise of its evaluation. Never called while a module is just
  // being evaluated, that is below its frame: V8 would end the process.
  v8::MaybeLocal<v8::Value> Evaluate(const std::string& path);

  // The namespace of a module that has been evaluated.
  v8::Local<v8::Value> Namespace(const std::string& path);

  // Compiles a text as the body of a CommonJS module: function(exports, require, module,
  // __filename, __dirname).
  v8::MaybeLocal<v8::Function> CompileCommonJs(const std::string& path, const SourceText& source);

  // The path that `specifier` means in the file `referrer`; see ResolvedModule. What its author
  // should know of it becomes a warning.
  Result<std::string> Resolve(std::string_view specifier, const std::string& referrer,
                              sources::ImportKind kind) const;

  // Compiles a module that is built in, by its path: function(exports, require, module, internals).
  v8::MaybeLocal<v8::Function> CompileBuiltIn(const std::string& path);

  // The text of a file as JavaScript (or JSON): types are stripped. None with a fault pending when
  // it cannot be read.
  std::optional<SourceText> Read(const std::string& path);

  // The value of a .json file's text; bad JSON is a fault.
  v8::MaybeLocal<v8::Value> ParseJson(const std::string& path, v8::Local<v8::String> source);

 private:
  struct Record {
    std::string path;
    v8::Global<v8::Module> module;
    // What a module that is no ES module exports: a built-in's exports, or the value of a .json
    // file. Empty for a CommonJS file, which runs when it is evaluated.
    v8::Global<v8::Value> value;
    std::vector<std::string> names;  // of `value`'s properties that are exported beside the default
  };

  static v8::MaybeLocal<v8::Module> ResolveImport(v8::Local<v8::Context> context,
                                                  v8::Local<v8::String> specifier,
                                                  v8::Local<v8::FixedArray> attributes,
                                                  v8::Local<v8::Module> referrer);
  static v8::MaybeLocal<v8::Promise> ImportDynamically(v8::Local<v8::Context> context,
                                                       v8::Local<v8::Data> options,
                                                       v8::Local<v8::Value> referrer_name,
                                                       v8::Local<v8::String> specifier,
                                                       v8::Local<v8::FixedArray> attributes);
  static void InitializeMeta(v8::Local<v8::Context> context, v8::Local<v8::Module> module,
                             v8::Local<v8::Object> meta);
  static v8::MaybeLocal<v8::Value> EvaluateSynthetic(v8::Local<v8::Context> context,
                                                     v8::Local<v8::Module> module);

  // The modules that one load has come by. It is the load's own: one that failed before has left
  // modules behind whose imports it did not come to.
  struct Visited {
    std::vector<v8::Local<v8::Module>> waiting;  // their imports are still to be loaded
    std::unordered_set<const Record*> known;
  };

  bool LoadImports(v8::Local<v8::Module> module, Visited* visited);
  v8::MaybeLocal<v8::Module> Load(const std::string& path);
  v8::MaybeLocal<v8::Module> LoadJson(const std::string& path, v8::Local<v8::String> source);
  v8::MaybeLocal<v8::Module> LoadScript(const std::string& path, const SourceText& source);
  v8::MaybeLocal<v8::Module> LoadBuiltIn(const std::string& path);
  // A module whose exports are made by EvaluateSynthetic: the default, and `names`.
  v8::Local<v8::Module> MakeSynthetic(const std::string& path, std::vector<std::string> names = {});
  // Puts JavaScript in the place of TypeScript; false with an exception pending.
  bool StripTypes(const std::string& path, std::string* text);
  static v8::MaybeLocal<v8::Value> PrepareStack(v8::Local<v8::Context> context,
                                                v8::Local<v8::Value> error,
                                                v8::Local<v8::Array> sites);
  v8::MaybeLocal<v8::Promise> Import(const std::string& specifier, const std::string& referrer);
  Record* Find(v8::Local<v8::Module> module);

  static ModuleLoader& From(v8::Local<v8::Context> context);
  // Whether a limit has ended the run: V8 looks at none while it compiles.
  bool ended() const { return scope_.isolate_host().ended() != Limit::kNone; }

  ScriptContext& scope_;
  const sources::ModuleSources& sources_;
  SourceCompiler& compiler_;
  sources::TypeScriptFiles& typescript_;
  SourceErrors& errors_;
  CallSites& call_sites_;
  Warnings& warnings_;
  const std::string folder_;  // of the step
  std::string step_text_;
  std::deque<Record> records_;  // they stay where they are: code that one runs may load more
  std::unordered_map<std::string, size_t> by_path_;
  std::unordered_multimap<int, size_t> by_hash_;
};

// Whether a compiled module imports or exports anything. Links it when it imports nothing; one that
// imports is taken for a module without looking.
bool HasImportsOrExports(v8::Local<v8::Context> context, v8::Local<v8::Module> module);

// Whether a linked module exports anything.
bool HasExports(v8::Local<v8::Context> context, v8::Local<v8::Module> module);

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/modules/module_loader.h"

#include <filesystem>
#include <iterator>
#include <utility>

#include "runtime/modules/attribute_words.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"
#include "sources/built_in_modules.h"
#include "sources/type_stripper.h"

namespace sendoff::runtime {
namespace {

namespace fs = std::filesystem;

v8::MaybeLocal<v8::Module> NoModule(v8::Local<v8::Context>, v8::Local<v8::String>,
                                    v8::Local<v8::FixedArray>, v8::Local<v8::Module>) {
  return {};
}

}  // namespace

bool HasExports(v8::Local<v8::Context> context, v8::Local<v8::Module> module) {
  v8::Local<v8::Array> names;
  // Without the filter it would look at the values, which are not there before the module has run.
  return module->GetModuleNamespace()
             .As<v8::Object>()
             ->GetOwnPropertyNames(context, v8::SKIP_SYMBOLS)
             .ToLocal(&names) &&
         names->Length() > 0;
}

bool HasImportsOrExports(v8::Local<v8::Context> context, v8::Local<v8::Module> module) {
  if (module->GetModuleRequests()->Length() > 0) return true;
  return module->InstantiateModule(context, NoModule).FromMaybe(false) &&
         HasExports(context, module);
}

ModuleLoader::ModuleLoader(const Parts& parts)
    : scope_(parts.scope),
      sources_(parts.sources),
      compiler_(parts.compiler),
      typescript_(parts.typescript),
      errors_(parts.errors),
      call_sites_(parts.call_sites),
      warnings_(parts.warnings),
      folder_(fs::path(step_path()).parent_path().string()) {
  const v8::HandleScope handles(scope_.isolate());
  scope_.context()->SetAlignedPointerInEmbedderData(kModuleLoaderSlot, this);
}

ModuleLoader& ModuleLoader::From(v8::Local<v8::Context> context) {
  return *static_cast<ModuleLoader*>(context->GetAlignedPointerFromEmbedderData(kModuleLoaderSlot));
}

std::string ModuleLoader::DisplayName(const std::string& path) const {
  if (path.starts_with(sources::kBuiltInScheme)) return path;
  return fs::path(path).lexically_relative(folder_).string();
}

std::string ModuleLoader::PathOf(const std::string& display_name) const {
  return (fs::path(folder_) / display_name).lexically_normal().string();
}

std::optional<std::string> ModuleLoader::SourceLine(const std::string& name, int line) const {
  if (const auto written = typescript_.Line(name, line - 1)) return std::string(*written);
  const std::string path = PathOf(name);
  if (path == step_path()) return std::string(sources::LineOf(step_text_, line - 1));
  // The step may have made up the name.
  if (path.size() > sources::kMostPathBytes || !sources_.HasFile(path)) return std::nullopt;
  const Result<std::string> text = sources_.Read(path);
  return text.ok() ? std::optional<std::string>(sources::LineOf(*text, line - 1)) : std::nullopt;
}

v8::MaybeLocal<v8::Module> ModuleLoader::Compile(const std::string& path,
                                                 const SourceText& source) {
  v8::Isolate* isolate = scope_.isolate();
  const std::string name = DisplayName(path);
  AttributeWords words(isolate, source.string);
  for (;;) {
    v8::EscapableHandleScope handles(isolate);  // texts with a word replaced do not pile up
    v8::TryCatch try_catch(isolate);
    v8::Local<v8::Module> module;
    if (compiler_
            .CompileModule({sources::KeptSources::Kind::kModule, name, source.text}, words.text())
            .ToLocal(&module)) {
      return handles.Escape(module);
    }
    if (!ended() && words.Mend(try_catch.Message())) continue;
    errors_.RethrowWithPlace(try_catch, 0);
    return {};
  }
}

v8::MaybeLocal<v8::Function> ModuleLoader::CompileCommonJs(const std::string& path,
                                                           const SourceText& source) {
  v8::Isolate* isolate = scope_.isolate();
  v8::TryCatch try_catch(isolate);
  const std::string name = DisplayName(path);
  v8::Local<v8::String> parameters[] = {Literal(isolate, "exports"), Literal(isolate, "require"),
                                        Literal(isolate, "module"), Literal(isolate, "__filename"),
                                        Literal(isolate, "__dirname")};
  v8::Local<v8::Function> function;
  if (compiler_
          .CompileFunction(scope_.context(),
                           {sources::KeptSources::Kind::kCommonJs, name, source.text},
                           source.string, 0, parameters)
          .ToLocal(&function)) {
    return function;
  }
  errors_.RethrowWithPlace(try_catch, 0);
  return {};
}

Result<std::string> ModuleLoader::Resolve(std::string_view specifier, const std::string& referrer,
                                          sources::ImportKind kind) const {
  if (specifier.size() > sources::kMostPathBytes) {
    return Error{ErrorCode::kModuleNotFound, "there is no module whose name has " +
                                                 std::to_string(specifier.size()) + " bytes"};
  }
  Result<sources::ResolvedModule> resolved = sources_.Resolve({specifier, referrer, kind});
  if (!resolved.ok()) return std::move(resolved.error());
  if (!resolved->warning.empty()) warnings_.Add(std::move(resolved->warning));
  return std::move(resolved->path);
}

v8::MaybeLocal<v8::Function> ModuleLoader::CompileBuiltIn(const std::string& path) {
  v8::Isolate* isolate = scope_.isolate();
  // Strict, because the functions of sloppy code show their callers' arguments, and so `internals`.
  constexpr std::string_view kStrict = "'use strict';";
  const std::string_view text = sources_.BuiltIn(path);
  v8::Local<v8::String> source;
  if (!ToV8(isolate, text).ToLocal(&source)) return {};
  source = v8::String::Concat(isolate, Literal(isolate, kStrict), source);
  v8::Local<v8::String> parameters[] = {Literal(isolate, "exports"), Literal(isolate, "require"),
                                        Literal(isolate, "module"), Literal(isolate, "internals")};
  return compiler_.CompileFunction(scope_.context(),
                                   {sources::KeptSources::Kind::kBuiltIn, path, text}, source,
                                   -int{kStrict.size()}, parameters);
}

std::optional<ModuleLoader::SourceText> ModuleLoader::Read(const std::string& path) {
  Result<std::string> text = sources_.Read(path);
  if (!text.ok()) {
    scope_.Throw(text.error().code, "", text.error().message);
    return std::nullopt;
  }
  if (path.ends_with(".tsx") || path.ends_with(".jsx")) {
    scope_.Throw(ErrorCode::kStepSyntax, "",
                 DisplayName(path) +
                     " may have JSX, which sendoff does not know: a step shows no pages. "
                     "Name it .ts or .js");
    return std::nullopt;
  }
  if (sources::IsTypeScript(path) && !StripTypes(path, &*text)) return std::nullopt;
  v8::Local<v8::String> string;
  if (ToV8(scope_.isolate(), *text).ToLocal(&string)) return SourceText{std::move(*text), string};
  scope_.Throw(ErrorCode::kIo, "", DisplayName(path) + " is too large");
  return std::nullopt;
}

bool ModuleLoader::StripTypes(const std::string& path, std::string* text) {
  const std::string name = DisplayName(path);
  auto made = typescript_.Strip(
      name, *text, [&] { return sources_.Strip(path, *text, [this] { return ended(); }); });
  if (const auto* code = std::get_if<std::string_view>(&made)) {
    *text = *code;
    return true;
  }
  if (const auto* wrong = std::get_if<sources::TypeScriptError>(&made)) {
    errors_.ThrowSyntaxError(wrong->message, name, *text, wrong->place);
  } else {
    scope_.Throw(std::get<Error>(made).code, "", name + ": " + std::get<Error>(made).message);
  }
  return false;
}

void ModuleLoader::Register(const std::string& path, v8::Local<v8::Module> module) {
  const size_t index = records_.size();
  records_.push_back({path, v8::Global<v8::Module>(scope_.isolate(), module), {}, {}});
  by_path_[path] = index;
  by_hash_.emplace(module->GetIdentityHash(), index);
}

ModuleLoader::Record* ModuleLoader::Find(v8::Local<v8::Module> module) {
  const auto [begin, end] = by_hash_.equal_range(module->GetIdentityHash());
  for (auto entry = begin; entry != end; ++entry) {
    if (records_[entry->second].module == module) return &records_[entry->second];
  }
  return nullptr;
}

v8::MaybeLocal<v8::Module> ModuleLoader::Load(const std::string& path) {
  const auto known = by_path_.find(path);
  if (known != by_path_.end()) return records_[known->second].module.Get(scope_.isolate());
  if (path.starts_with(sources::kBuiltInScheme)) return LoadBuiltIn(path);
  const std::optional<SourceText> source = Read(path);
  if (!source) return {};
  if (path.ends_with(".json")) return LoadJson(path, source->string);
  v8::Local<v8::Module> module;
  if (path.ends_with(".mjs") || path.ends_with(".mts")) {
    if (!Compile(path, *source).ToLocal(&module)) return {};
    Register(path, module);
    return module;
  }
  return LoadScript(path, *source);
}

v8::MaybeLocal<v8::Value> ModuleLoader::ParseJson(const std::string& path,
                                                  v8::Local<v8::String> source) {
  const v8::Local<v8::Context> context = scope_.context();
  v8::TryCatch try_catch(scope_.isolate());
  v8::Local<v8::Value> value;
  if (v8::JSON::Parse(context, source).ToLocal(&value)) return value;
  if (!try_catch.CanContinue()) {
    PassOn(try_catch);
    return {};
  }
  std::string why;
  if (!try_catch.Message().IsEmpty()) {
    why = ": " + ToUtf8(scope_.isolate(), try_catch.Message()->Get());
  }
  try_catch.Reset();
  scope_.Throw(ErrorCode::kStepSyntax, "", DisplayName(path) + " is not JSON" + why);
  PassOn(try_catch);
  return {};
}

v8::MaybeLocal<v8::Module> ModuleLoader::LoadJson(const std::string& path,
                                                  v8::Local<v8::String> source) {
  v8::Local<v8::Value> value;
  if (!ParseJson(path, source).ToLocal(&value)) return {};
  const v8::Local<v8::Module> module = MakeSynthetic(path);
  Find(module)->value.Reset(scope_.isolate(), value);
  return module;
}

// It runs now, because an ES module must know the names of its exports before anything runs.
v8::MaybeLocal<v8::Module> ModuleLoader::LoadBuiltIn(const std::string& path) {
  v8::Isolate* isolate = scope_.isolate();
  const v8::Local<v8::Context> context = scope_.context();
  v8::Local<v8::Value> argument = Literal(isolate, path);
  v8::Local<v8::Value> exports;
  v8::Local<v8::Array> keys;
  if (!scope_.CallInternal("loadCommonJs", {&argument, 1}).ToLocal(&exports) ||
      !exports.As<v8::Object>()
           ->GetOwnPropertyNames(
               context, static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS))
           .ToLocal(&keys)) {
    return {};
  }
  std::vector<std::string> names;
  for (uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key;
    if (!keys->Get(context, i).ToLocal(&key)) return {};
    std::string name = ToUtf8(isolate, key);
    if (name != "default") names.push_back(std::move(name));
  }
  const v8::Local<v8::Module> module = MakeSynthetic(path, std::move(names));
  Find(module)->value.Reset(isolate, exports);
  return module;
}

// A .js or .ts file is what its text is: with import or export it is an ES module, else CommonJS.
v8::MaybeLocal<v8::Module> ModuleLoader::LoadScript(const std::string& path,
                                                    const SourceText& source) {
  if (path.ends_with(".cjs") || path.ends_with(".cts")) return MakeSynthetic(path);
  v8::TryCatch try_catch(scope_.isolate());
  v8::Local<v8::Module> module;
  if (Compile(path, source).ToLocal(&module)) {
    if (HasImportsOrExports(scope_.context(), module)) {
      Register(path, module);
      return module;
    }
    return MakeSynthetic(path);
  }
  if (try_catch.CanContinue()) {
    const v8::Local<v8::Value> exception = try_catch.Exception();
    try_catch.Reset();
    if (!CompileCommonJs(path, source).IsEmpty()) return MakeSynthetic(path);
    try_catch.Reset();
    scope_.isolate()->ThrowException(exception);
  }
  PassOn(try_catch);
  return {};
}

v8::Local<v8::Module> ModuleLoader::MakeSynthetic(const std::string& path,
                                                  std::vector<std::string> names) {
  v8::Isolate* isolate = scope_.isolate();
  std::vector<v8::Local<v8::String>> exports = {Name(isolate, "default")};
  for (const std::string& name : names) exports.push_back(Name(isolate, name));
  const v8::Local<v8::Module> module =
      MakeSyntheticModule(isolate, Literal(isolate, DisplayName(path)), exports, EvaluateSynthetic);
  Register(path, module);
  records_.back().names = std::move(names);
  return module;
}

bool ModuleLoader::LoadImports(v8::Local<v8::Module> module, Visited* visited) {
  v8::Isolate* isolate = scope_.isolate();
  const v8::Local<v8::Context> context = scope_.context();
  const std::string referrer = Find(module)->path;
  const std::string name = DisplayName(referrer);
  const v8::Local<v8::FixedArray> requests = module->GetModuleRequests();
  for (int i = 0; i < requests->Length(); ++i) {
    const auto request = requests->Get(context, i).As<v8::ModuleRequest>();
    const Result<std::string> path =
        Resolve(ToUtf8(isolate, request->GetSpecifier()), referrer, sources::ImportKind::kImport);
    if (!path.ok()) {
      v8::Location at = module->SourceOffsetToLocation(request->GetSourceOffset());
      scope_.Throw(path.error().code,
                   sources::PlaceText(name, typescript_.Original(
                                                name, {at.GetLineNumber(), at.GetColumnNumber()})),
                   path.error().message);
      return false;
    }
    v8::Local<v8::Module> imported;
    if (!Load(*path).ToLocal(&imported)) return false;
    // What was linked before has its imports.
    if (imported->GetStatus() == v8::Module::kUninstantiated &&
        visited->known.insert(Find(imported)).second) {
      visited->waiting.push_back(imported);
    }
  }
  return true;
}

bool ModuleLoader::Link(v8::Local<v8::Module> module) {
  // A list instead of a recursion: a long chain of imports must not use up the stack.
  Visited visited = {{module}, {Find(module)}};
  while (!visited.waiting.empty()) {
    const v8::Local<v8::Module> next = visited.waiting.back();
    visited.waiting.pop_back();
    if (!LoadImports(next, &visited)) return false;
  }
  v8::TryCatch try_catch(scope_.isolate());
  if (module->InstantiateModule(scope_.context(), ResolveImport).FromMaybe(false)) return true;
  errors_.RethrowWithPlace(try_catch, 0);
  return false;
}

}  // namespace sendoff::runtime

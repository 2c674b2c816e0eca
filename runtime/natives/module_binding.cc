// SPDX-License-Identifier: MIT
#include "runtime/natives/module_binding.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"
#include "sources/built_in_modules.h"

namespace sendoff::runtime {
namespace {

ModuleLoader& LoaderOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return Realm::From(info.GetIsolate()->GetCurrentContext()).modules();
}

// resolve(specifier, path of the requiring file): a path.
void Resolve(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  const Result<std::string> path = realm.modules().Resolve(
      ToUtf8(isolate, info[0]), ToUtf8(isolate, info[1]), sources::ImportKind::kRequire);
  if (path.ok()) {
    info.GetReturnValue().Set(Literal(isolate, *path));
    return;
  }
  realm.Throw(path.error().code, realm.call_sites().Here(), path.error().message);
}

// compile(path): a function, or {json} for a .json file.
void CompileFile(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  ModuleLoader& loader = LoaderOf(info);
  const std::string path = ToUtf8(isolate, info[0]);
  if (path.starts_with(sources::kBuiltInScheme)) {
    v8::Local<v8::Function> function;
    if (loader.CompileBuiltIn(path).ToLocal(&function)) info.GetReturnValue().Set(function);
    return;
  }
  if (path.ends_with(".mjs") || path.ends_with(".mts")) {
    Realm& realm = Realm::From(context);
    realm.Throw(ErrorCode::kModuleNotFound, realm.call_sites().Here(),
                "require() cannot load the ES module " + loader.DisplayName(path) +
                    ": use import, or await import()");
    return;
  }
  const std::optional<ModuleLoader::SourceText> source = loader.Read(path);
  if (!source) return;
  if (!path.ends_with(".json")) {
    v8::Local<v8::Function> function;
    if (loader.CompileCommonJs(path, *source).ToLocal(&function)) {
      info.GetReturnValue().Set(function);
    }
    return;
  }
  v8::Local<v8::Value> value;
  if (!loader.ParseJson(path, source->string).ToLocal(&value)) return;
  const v8::Local<v8::Object> wrapped = v8::Object::New(isolate);
  if (wrapped->Set(context, Name(isolate, "json"), value).FromMaybe(false)) {
    info.GetReturnValue().Set(wrapped);
  }
}

// evaluate(path): the promise of the evaluation of the ES module, or what stands for one.
void Evaluate(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Value> promise;
  if (LoaderOf(info).Evaluate(ToUtf8(info.GetIsolate(), info[0])).ToLocal(&promise)) {
    info.GetReturnValue().Set(promise);
  }
}

// namespace(path): what it exports, once it was evaluated.
void Namespace(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(LoaderOf(info).Namespace(ToUtf8(info.GetIsolate(), info[0])));
}

// folder(path): the folder that a file is in.
void FolderOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  info.GetReturnValue().Set(
      Literal(isolate, std::filesystem::path(ToUtf8(isolate, info[0])).parent_path().string()));
}

// caller(): the path of the step's file that runs just now.
void Caller(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  std::string place = realm.call_sites().Here();  // "file:line:column"
  for (int i = 0; i < 2; ++i) place.resize(std::min(place.rfind(':'), place.size()));
  const ModuleLoader& modules = realm.modules();
  info.GetReturnValue().Set(
      Literal(isolate, place.empty() ? modules.step_path() : modules.PathOf(place)));
}

// authorFrames(frames of a stack): the same with places in the author's text.
void AuthorFrames(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  info.GetReturnValue().Set(Literal(isolate, realm.typescript().Frames(ToUtf8(isolate, info[0]))));
}

// sourceLine(file as stacks call it, line from 1): its text; undefined where there is none.
void SourceLine(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const int line = info[1].As<v8::Int32>()->Value();
  const auto text = LoaderOf(info).SourceLine(ToUtf8(isolate, info[0]), line);
  if (text) info.GetReturnValue().Set(Literal(isolate, *text));
}

// stepText(): the text of the step's own file; empty before it was compiled.
void StepText(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetReturnValue().Set(Literal(info.GetIsolate(), LoaderOf(info).step_text()));
}

constexpr std::array<BindingRow, 9> kRows = {{
    {"resolve", Resolve, 2},
    {"compile", CompileFile, 1},
    {"evaluate", Evaluate, 1},
    {"namespace", Namespace, 1},
    {"folder", FolderOf, 1},
    {"caller", Caller, 0},
    {"authorFrames", AuthorFrames, 1},
    {"sourceLine", SourceLine, 2},
    {"stepText", StepText, 0},
}};

}  // namespace

const Binding kModuleBinding = {"modules", kRows};

}  // namespace sendoff::runtime

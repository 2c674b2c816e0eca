// SPDX-License-Identifier: MIT
#include "runtime/step/step_source.h"

#include <string>
#include <utility>

#include "runtime/step/step_error.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"
#include "sources/declarations.h"

namespace sendoff::runtime {
namespace {

// The file as the body of an async function, wrapped by js/step/step.js's own text.
v8::MaybeLocal<v8::Function> CompileFunction(Realm& realm, const ModuleLoader::SourceText& source) {
  v8::Isolate* isolate = realm.isolate();
  const std::string prefix = ToUtf8(isolate, realm.Internal("scriptPrefix"));
  const v8::Local<v8::String> wrapped = v8::String::Concat(
      isolate, v8::String::Concat(isolate, Literal(isolate, prefix), source.string),
      Literal(isolate, ToUtf8(isolate, realm.Internal("scriptSuffix"))));
  const std::string name = realm.modules().DisplayName(realm.modules().step_path());
  v8::TryCatch try_catch(isolate);
  v8::Local<v8::Script> script;
  v8::Local<v8::Value> function;
  if (realm.compiler()
          .CompileScript(realm.context(), {sources::KeptSources::Kind::kStep, name, source.text},
                         wrapped, -static_cast<int>(prefix.size()))
          .ToLocal(&script) &&
      script->Run(realm.context()).ToLocal(&function) && function->IsFunction()) {
    return function.As<v8::Function>();
  }
  if (try_catch.HasCaught()) {
    realm.source_errors().RethrowWithPlace(try_catch, prefix.size());
  } else {
    realm.Throw(ErrorCode::kStepSyntax, "", "the step closes a brace that it did not open");
  }
  return {};
}

// Whether an error only says that the text should have been compiled as a module.
bool AsksForModule(v8::Isolate* isolate, v8::Local<v8::Message> message) {
  if (message.IsEmpty()) return false;
  const std::string text = ToUtf8(isolate, message->Get());
  for (const char* sign :
       {"outside a module", "Unexpected token 'export'", "Unexpected token 'import'"}) {
    if (text.find(sign) != std::string::npos) return true;
  }
  return false;
}

std::optional<StepSource> Compile(Realm& realm, const ModuleLoader::SourceText& text) {
  v8::Isolate* isolate = realm.isolate();
  ModuleLoader& loader = realm.modules();
  const std::string& path = loader.step_path();
  StepSource step;
  v8::TryCatch try_catch(isolate);
  if (!path.ends_with(".cjs") && !path.ends_with(".cts") &&
      loader.Compile(path, text).ToLocal(&step.module) &&
      HasImportsOrExports(realm.context(), step.module)) {
    loader.Register(path, step.module);
    if (loader.Link(step.module)) return step;
    PassOn(try_catch);
    return std::nullopt;
  }
  const v8::Local<v8::Value> as_module = try_catch.Exception();
  if (try_catch.CanContinue()) {
    try_catch.Reset();
    if (CompileFunction(realm, text).ToLocal(&step.function)) {
      step.module.Clear();
      return step;
    }
  }
  if (try_catch.CanContinue() && !step.module.IsEmpty()) {
    // Only a module may use import.meta, for one.
    try_catch.Reset();
    loader.Register(path, step.module);
    if (loader.Link(step.module)) return step;
  } else if (try_catch.CanContinue() && !as_module.IsEmpty() &&
             AsksForModule(isolate, try_catch.Message())) {
    try_catch.Reset();
    isolate->ThrowException(as_module);
  }
  PassOn(try_catch);
  return std::nullopt;
}

}  // namespace

std::optional<StepSource> CompileStep(Realm& realm) {
  ModuleLoader& loader = realm.modules();
  std::optional<ModuleLoader::SourceText> text = loader.Read(loader.step_path());
  if (!text) return std::nullopt;
  if (text->text.find_first_not_of(" \t\r\n") == text->text.npos) {
    realm.Warn(loader.DisplayName(loader.step_path()) + " is empty: there is nothing to run");
  }
  std::optional<StepSource> step = Compile(realm, *text);
  const bool is_bare =
      step && (step->module.IsEmpty() || !HasExports(realm.context(), step->module));
  loader.KeepStepText(std::move(text->text));
  if (!is_bare) return step;
  const std::optional<std::string> uncalled = sources::FunctionThatNobodyCalls(loader.step_text());
  if (!uncalled) return step;
  v8::Local<v8::Value> name = Literal(realm.isolate(), *uncalled);
  [[maybe_unused]] const auto thrown = realm.CallInternal("throwUncalled", {&name, 1});
  return std::nullopt;
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
// What V8 calls while modules are linked and run: the part of ModuleLoader that JavaScript starts.
#include <filesystem>
#include <string>
#include <utility>

#include "runtime/modules/module_loader.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"
#include "sources/file_url.h"

namespace sendoff::runtime {

namespace fs = std::filesystem;

void ModuleLoader::InstallHooks(v8::Isolate* isolate) {
  isolate->SetHostImportModuleDynamicallyCallback(ImportDynamically);
  isolate->SetHostInitializeImportMetaObjectCallback(InitializeMeta);
  // V8's own text would show frames of sendoff, and of TypeScript the places that V8 sees.
  isolate->SetPrepareStackTraceCallback(PrepareStack);
}

v8::MaybeLocal<v8::Value> ModuleLoader::PrepareStack(v8::Local<v8::Context> context,
                                                     v8::Local<v8::Value> error,
                                                     v8::Local<v8::Array> sites) {
  v8::Local<v8::Value> arguments[] = {error, sites};
  return ScriptContext::From(context).CallInternal("prepareStack", arguments);
}

v8::MaybeLocal<v8::Module> ModuleLoader::ResolveImport(v8::Local<v8::Context> context,
                                                       v8::Local<v8::String> specifier,
                                                       v8::Local<v8::FixedArray>,
                                                       v8::Local<v8::Module> referrer) {
  ModuleLoader& self = From(context);
  const Result<std::string> path =
      self.Resolve(ToUtf8(self.scope_.isolate(), specifier), self.Find(referrer)->path,
                   sources::ImportKind::kImport);
  if (path.ok()) {
    const auto known = self.by_path_.find(*path);
    if (known != self.by_path_.end()) {
      return self.records_[known->second].module.Get(self.scope_.isolate());
    }
  }
  // LoadImports had found it; the file was taken away in between.
  self.scope_.Throw(ErrorCode::kModuleNotFound, "",
                    "'" + ToUtf8(self.scope_.isolate(), specifier) + "' has vanished");
  return {};
}

v8::MaybeLocal<v8::Promise> ModuleLoader::Import(const std::string& specifier,
                                                 const std::string& referrer) {
  const Result<std::string> path = Resolve(specifier, referrer, sources::ImportKind::kImport);
  if (!path.ok()) {
    scope_.Throw(path.error().code, call_sites_.Here(), path.error().message);
    return {};
  }
  v8::Local<v8::Value> argument;
  v8::Local<v8::Value> promise;
  if (!ToV8(scope_.isolate(), *path).ToLocal(&argument) ||
      !scope_.CallInternal("importLater", {&argument, 1}).ToLocal(&promise)) {
    return {};
  }
  return promise.As<v8::Promise>();
}

v8::MaybeLocal<v8::Value> ModuleLoader::Evaluate(const std::string& path) {
  v8::Local<v8::Module> module;
  if (!Load(path).ToLocal(&module)) return {};
  if (module->GetStatus() == v8::Module::kUninstantiated && !Link(module)) return {};
  return module->Evaluate(scope_.context());
}

v8::Local<v8::Value> ModuleLoader::Namespace(const std::string& path) {
  return records_[by_path_.at(path)].module.Get(scope_.isolate())->GetModuleNamespace();
}

v8::MaybeLocal<v8::Promise> ModuleLoader::ImportDynamically(v8::Local<v8::Context> context,
                                                            v8::Local<v8::Data>,
                                                            v8::Local<v8::Value> referrer_name,
                                                            v8::Local<v8::String> specifier,
                                                            v8::Local<v8::FixedArray>) {
  ModuleLoader& self = From(context);
  v8::Isolate* isolate = self.scope_.isolate();
  // Code made by eval or new Function has no name: it imports as the step does.
  const std::string name = ToUtf8(isolate, referrer_name);
  const std::string referrer = name.empty() ? self.step_path() : self.PathOf(name);
  v8::TryCatch try_catch(isolate);
  v8::Local<v8::Promise> promise;
  if (self.Import(ToUtf8(isolate, specifier), referrer).ToLocal(&promise)) return promise;
  // A failed import() is a rejected promise; a limit is passed on as it is.
  if (try_catch.CanContinue()) {
    const v8::Local<v8::Value> exception = try_catch.Exception();
    try_catch.Reset();
    v8::Local<v8::Promise::Resolver> resolver;
    if (v8::Promise::Resolver::New(context).ToLocal(&resolver) &&
        resolver->Reject(context, exception).FromMaybe(false)) {
      return resolver->GetPromise();
    }
  }
  PassOn(try_catch);
  return {};
}

void ModuleLoader::InitializeMeta(v8::Local<v8::Context> context, v8::Local<v8::Module> module,
                                  v8::Local<v8::Object> meta) {
  ModuleLoader& self = From(context);
  v8::Isolate* isolate = self.scope_.isolate();
  const std::string& path = self.Find(module)->path;
  const std::pair<const char*, std::string> properties[] = {
      {"url", sources::FileUrl(path)},
      {"filename", path},
      {"dirname", fs::path(path).parent_path().string()}};
  for (const auto& [name, value] : properties) {
    // It fails only when a limit has ended the run.
    if (meta->CreateDataProperty(context, Name(isolate, name), Literal(isolate, value))
            .IsNothing()) {
      return;
    }
  }
}

v8::MaybeLocal<v8::Value> ModuleLoader::EvaluateSynthetic(v8::Local<v8::Context> context,
                                                          v8::Local<v8::Module> module) {
  ModuleLoader& self = From(context);
  v8::Isolate* isolate = self.scope_.isolate();
  const Record* record = self.Find(module);
  v8::Local<v8::Value> value;
  if (!record->value.IsEmpty()) {
    value = record->value.Get(isolate);
  } else {
    v8::Local<v8::Value> path = Literal(isolate, record->path);
    // V8 wants the exception thrown by this function itself, not left over from a call in it.
    v8::TryCatch caught(isolate);
    if (!self.scope_.CallInternal("loadCommonJs", {&path, 1}).ToLocal(&value)) {
      PassOn(caught);
      return {};
    }
  }
  for (const std::string& name : record->names) {
    v8::Local<v8::Value> member;
    if (!value.As<v8::Object>()->Get(context, Name(isolate, name)).ToLocal(&member) ||
        module->SetSyntheticModuleExport(isolate, Name(isolate, name), member).IsNothing()) {
      return {};
    }
  }
  v8::Local<v8::Promise::Resolver> resolver;
  if (module->SetSyntheticModuleExport(isolate, Name(isolate, "default"), value).IsNothing() ||
      !v8::Promise::Resolver::New(context).ToLocal(&resolver) ||
      resolver->Resolve(context, v8::Undefined(isolate)).IsNothing()) {
    return {};
  }
  return resolver->GetPromise();
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/isolate/lazy_scripts.h"

#include <array>
#include <string>

#include "base/check.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

// script(name): its function.
void Script(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Value> function;
  if (Realm::From(context)
          .isolate_host()
          .lazy_scripts()
          .Function(context, ToUtf8(isolate, info[0]))
          .ToLocal(&function)) {
    info.GetReturnValue().Set(function);
  }
}

// The first reading of a global; `Data()` is the script that makes it. V8 puts what it gives in its
// place, as a plain property; when it throws, the next reading begins anew.
void ReadGlobal(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Value> arguments[] = {info.Data(), name};
  v8::Local<v8::Value> value;
  if (Realm::From(info.GetIsolate()->GetCurrentContext())
          .CallInternal("lazyGlobal", arguments)
          .ToLocal(&value)) {
    info.GetReturnValue().Set(value);
  }
}

// global(name, script, isEnumerable): lets that script make that global. While a snapshot is made
// only.
void DefineGlobal(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
  context->Global()
      ->SetLazyDataProperty(context, info[0].As<v8::Name>(), ReadGlobal, info[1],
                            info[2]->IsTrue() ? v8::None : v8::DontEnum)
      .Check();  // bootstrap
}

constexpr std::array<BindingRow, 2> kRows = {{
    {"script", Script, 1},
    {"global", DefineGlobal, 3},
}};

}  // namespace

const Binding LazyScripts::kBinding = {"lazy", kRows};

intptr_t LazyScripts::ReaderAddress() { return reinterpret_cast<intptr_t>(ReadGlobal); }

v8::MaybeLocal<v8::Value> LazyScripts::Function(v8::Local<v8::Context> context,
                                                std::string_view name) {
  size_t index = 0;
  while (index < scripts_.size() && scripts_[index].name != name) ++index;
  SENDOFF_CHECK(index < scripts_.size());  // js/core/lazy.js names what the manifest has
  v8::Local<v8::UnboundScript> script = compiled_[index].Get(isolate_);
  if (script.IsEmpty() && !Compile(index).ToLocal(&script)) return {};
  return script->BindToCurrentContext()->Run(context);
}

v8::MaybeLocal<v8::UnboundScript> LazyScripts::Compile(size_t index) {
  const LazyScript& script = scripts_[index];
  v8::ScriptCompiler::Source source = LazyScriptSource(
      isolate_, script.name, script.source,
      new v8::ScriptCompiler::CachedData(script.code.data(), static_cast<int>(script.code.size())));
  v8::Local<v8::UnboundScript> compiled;
  if (!v8::ScriptCompiler::CompileUnboundScript(isolate_, &source,
                                                v8::ScriptCompiler::kConsumeCodeCache)
           .ToLocal(&compiled)) {
    return {};
  }
  ++count_;
  if (!source.GetCachedData()->rejected) ++cached_;
  compiled_[index].Reset(isolate_, compiled);
  return compiled;
}

}  // namespace sendoff::runtime

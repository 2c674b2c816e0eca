// SPDX-License-Identifier: MIT
#include "runtime/isolate/lazy_scripts.h"

#include <algorithm>

#include "base/check.h"

namespace sendoff::runtime {

v8::MaybeLocal<v8::Value> LazyScripts::Function(v8::Local<v8::Context> context,
                                                std::string_view name) {
  size_t index = 0;
  while (index < scripts_.size() && scripts_[index].name != name) ++index;
  SENDOFF_CHECK(index < scripts_.size());  // js/core/lazy.js names what the manifest has
  v8::Local<v8::UnboundScript> script = compiled_[index].Get(isolate_);
  if (script.IsEmpty() && !Compile(index).ToLocal(&script)) return {};
  return script->BindToCurrentContext()->Run(context);
}

bool LazyScripts::Has(std::string_view name) const {
  return std::any_of(scripts_.begin(), scripts_.end(),
                     [name](const LazyScript& script) { return script.name == name; });
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

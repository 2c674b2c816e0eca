// SPDX-License-Identifier: MIT
#include "runtime/modules/source_compiler.h"

#include <memory>

#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

using CachedData = v8::ScriptCompiler::CachedData;

CachedData* MakeCode(v8::Local<v8::UnboundModuleScript> script) {
  return v8::ScriptCompiler::CreateCodeCache(script);
}

CachedData* MakeCode(v8::Local<v8::UnboundScript> script) {
  return v8::ScriptCompiler::CreateCodeCache(script);
}

CachedData* MakeCode(v8::Local<v8::Function> function) {
  return v8::ScriptCompiler::CreateCodeCacheForFunction(function);
}

}  // namespace

template <typename Value, typename Compile, typename Hold>
v8::MaybeLocal<Value> SourceCompiler::Run(const Source& source, v8::Local<v8::String> text,
                                          const v8::ScriptOrigin& origin, Compile compile,
                                          Hold hold) {
  const auto made = kept_ != nullptr ? kept_->Find(source) : nullptr;
  CachedData* code = nullptr;  // V8's source owns it
  if (made != nullptr) {
    const auto& bytes = std::get<sources::KeptSources::Code>(*made);
    code = new CachedData(bytes.data(), static_cast<int>(bytes.size()));
  }
  v8::ScriptCompiler::Source with_origin(text, origin, code);
  v8::Local<Value> value;
  if (!compile(&with_origin, code != nullptr ? v8::ScriptCompiler::kConsumeCodeCache
                                             : v8::ScriptCompiler::kNoCompileOptions)
           .ToLocal(&value)) {
    return {};
  }
  if (kept_ == nullptr || (code != nullptr && !code->rejected)) return value;
  if (code != nullptr) kept_->Drop(source);
  if (Unit* unit = FindUnit(source)) unit->compiled = hold(value);
  return value;
}

SourceCompiler::Unit* SourceCompiler::FindUnit(const Source& source) {
  const auto [unit, is_new] = units_.try_emplace({source.kind, std::string(source.name)});
  if (is_new && kept_->ComesAgain(source)) unit->second.text = source.text;
  return unit->second.text == source.text ? &unit->second : nullptr;
}

v8::MaybeLocal<v8::Module> SourceCompiler::CompileModule(const Source& source,
                                                         v8::Local<v8::String> text) {
  return Run<v8::Module>(
      source, text, MakeOrigin(isolate_, Literal(isolate_, source.name), true),
      [this](auto* with_origin, auto options) {
        return v8::ScriptCompiler::CompileModule(isolate_, with_origin, options);
      },
      [this](v8::Local<v8::Module> module) {
        return v8::Global<v8::UnboundModuleScript>(isolate_, module->GetUnboundModuleScript());
      });
}

v8::MaybeLocal<v8::Function> SourceCompiler::CompileFunction(
    v8::Local<v8::Context> context, const Source& source, v8::Local<v8::String> text, int column,
    std::span<v8::Local<v8::String>> parameters) {
  return Run<v8::Function>(
      source, text, MakeOrigin(isolate_, Literal(isolate_, source.name), false, column),
      [&](auto* with_origin, auto options) {
        return v8::ScriptCompiler::CompileFunction(context, with_origin, parameters.size(),
                                                   parameters.data(), 0, nullptr, options);
      },
      [this](v8::Local<v8::Function> function) {
        return v8::Global<v8::Function>(isolate_, function);
      });
}

v8::MaybeLocal<v8::Script> SourceCompiler::CompileScript(v8::Local<v8::Context> context,
                                                         const Source& source,
                                                         v8::Local<v8::String> text, int column) {
  return Run<v8::Script>(
      source, text, MakeOrigin(isolate_, Literal(isolate_, source.name), false, column),
      [context](auto* with_origin, auto options) {
        return v8::ScriptCompiler::Compile(context, with_origin, options);
      },
      [this](v8::Local<v8::Script> script) {
        return v8::Global<v8::UnboundScript>(isolate_, script->GetUnboundScript());
      });
}

void SourceCompiler::Keep() {
  for (auto& [key, unit] : units_) {
    if (unit.text.empty()) continue;
    const v8::HandleScope handles(isolate_);
    const std::unique_ptr<CachedData> code(std::visit(
        [this](const auto& compiled) { return MakeCode(compiled.Get(isolate_)); }, unit.compiled));
    if (code == nullptr) continue;
    kept_->Keep({key.first, key.second, unit.text},
                std::make_shared<const sources::KeptSources::Made>(
                    sources::KeptSources::Code(code->data, code->data + code->length)));
  }
}

}  // namespace sendoff::runtime

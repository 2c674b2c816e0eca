// SPDX-License-Identifier: MIT
#include "runtime/snapshot/lazy_script_builder.h"

#include <v8.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "runtime/snapshot/lazy_script.h"

namespace sendoff::runtime {
namespace {

// What a LazyScript views.
struct Built {
  std::string name;
  std::string source;
  std::unique_ptr<v8::ScriptCompiler::CachedData> code;
};

Result<void> Compile(v8::Isolate* isolate, const BootstrapScript& script, Built* built) {
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  const v8::TryCatch try_catch(isolate);
  v8::ScriptCompiler::Source source = LazyScriptSource(isolate, built->name, built->source);
  v8::Local<v8::UnboundScript> compiled;
  // With all functions in it, so that the first use of none has to parse. Of Node's own files a
  // step uses few, and to read the code of all the others would take longer.
  const auto options = built->name.starts_with("node.") ? v8::ScriptCompiler::kNoCompileOptions
                                                        : v8::ScriptCompiler::kEagerCompile;
  if (!v8::ScriptCompiler::CompileUnboundScript(isolate, &source, options).ToLocal(&compiled)) {
    return DescribeFailure(isolate, context, script, try_catch);
  }
  built->code.reset(v8::ScriptCompiler::CreateCodeCache(compiled));
  if (built->code == nullptr) {
    return Error{ErrorCode::kSnapshot, script.name + ": V8 made no code cache of it"};
  }
  return {};
}

Result<std::vector<Built>> CompileAll(v8::Isolate* isolate,
                                      std::span<const BootstrapScript> scripts) {
  std::vector<Built> all;
  all.reserve(scripts.size());  // V8 reads the sources where they are
  for (const BootstrapScript& script : scripts) {
    Result<void> done = CheckAscii(script);
    if (!done.ok()) return std::move(done).error();
    Built& built = all.emplace_back(Built{std::filesystem::path(script.name).stem().string(),
                                          WrapLazyScript(script.source), nullptr});
    done = Compile(isolate, script, &built);
    if (!done.ok()) return std::move(done).error();
  }
  return all;
}

std::vector<uint8_t> Pack(std::span<const Built> all) {
  std::vector<LazyScript> scripts;
  for (const Built& built : all) {
    scripts.push_back(
        {built.name, built.source, {built.code->data, static_cast<size_t>(built.code->length)}});
  }
  return PackLazyScripts(scripts);
}

}  // namespace

Result<std::vector<uint8_t>> BuildLazyScripts(const Platform&, v8::StartupData snapshot,
                                              std::span<const intptr_t> references,
                                              std::span<const BootstrapScript> scripts) {
  v8::Isolate::CreateParams params;
  params.snapshot_blob = &snapshot;
  params.external_references = references.data();
  const std::unique_ptr<v8::ArrayBuffer::Allocator> allocator(
      v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  params.array_buffer_allocator = allocator.get();
  v8::Isolate* isolate = v8::Isolate::New(params);
  isolate->Enter();
  Result<std::vector<Built>> built = CompileAll(isolate, scripts);
  isolate->Exit();
  isolate->Dispose();
  if (!built.ok()) return std::move(built).error();
  return Pack(*built);
}

}  // namespace sendoff::runtime

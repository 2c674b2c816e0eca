// SPDX-License-Identifier: MIT
#include "runtime/snapshot/snapshot_builder.h"

#include <v8.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/snapshot/lazy_script_builder.h"
#include "runtime/snapshot/script_texts.h"
#include "runtime/snapshot/snapshot.h"
#include "runtime/v8/v8_compat.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

constexpr std::string_view kPrefix = "'use strict';";

Result<std::vector<std::string>> TextsOf(std::span<const BootstrapScript> scripts) {
  std::vector<std::string> texts;
  for (const BootstrapScript& script : scripts) {
    Result<void> ascii = CheckAscii(script);
    if (!ascii.ok()) return std::move(ascii).error();
    texts.push_back(std::string(kPrefix) + script.source);
  }
  return texts;
}

Result<void> RunScript(v8::Isolate* isolate, v8::Local<v8::Context> context,
                       const BootstrapScript& script, v8::Local<v8::String> text,
                       std::span<v8::Local<v8::Value>> arguments) {
  const v8::HandleScope handles(isolate);
  const v8::TryCatch try_catch(isolate);
  v8::Local<v8::String> parameters[] = {Literal(isolate, "global"), Literal(isolate, "natives"),
                                        Literal(isolate, "primordials"),
                                        Literal(isolate, "internals")};
  v8::ScriptCompiler::Source source(
      text, MakeOrigin(isolate, Literal(isolate, "sendoff:" + script.name), false,
                       -static_cast<int>(kPrefix.size())));
  v8::Local<v8::Function> function;
  if (!v8::ScriptCompiler::CompileFunction(context, &source, std::size(parameters), parameters, 0,
                                           nullptr, v8::ScriptCompiler::kEagerCompile)
           .ToLocal(&function) ||
      function
          ->Call(context, v8::Undefined(isolate), static_cast<int>(arguments.size()),
                 arguments.data())
          .IsEmpty()) {
    return DescribeFailure(isolate, context, script, try_catch);
  }
  return {};
}

// Fills the creator's isolate with the one context that a snapshot has.
Result<void> FillContext(v8::SnapshotCreator* creator, std::span<const Binding> bindings,
                         std::span<const BootstrapScript> scripts, const ScriptTexts& texts) {
  v8::Isolate* isolate = creator->GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  const v8::Local<v8::Object> internals = NewBareObject(isolate);
  v8::Local<v8::Value> arguments[] = {context->Global(), MakeNatives(context, bindings),
                                      NewBareObject(isolate), internals};
  for (size_t i = 0; i < scripts.size(); ++i) {
    Result<void> done =
        RunScript(isolate, context, scripts[i], texts.String(isolate, i), arguments);
    if (!done.ok()) return done;
  }
  creator->SetDefaultContext(context);
  if (creator->AddData(context, internals) != Snapshot::kInternalsIndex) {
    return Error{ErrorCode::kSnapshot, "the snapshot's data are not where they are looked for"};
  }
  return {};
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

Result<std::vector<uint8_t>> BuildSnapshot(const Platform& platform,
                                           std::span<const Binding> bindings,
                                           std::span<const BootstrapScript> scripts,
                                           std::span<const BootstrapScript> lazy_scripts) {
  const Result<std::vector<std::string>> sources = TextsOf(scripts);
  if (!sources.ok()) return sources.error();
  const std::vector<std::string_view> views(sources->begin(), sources->end());
  const ScriptTexts texts(views);
  const std::vector<intptr_t> references = ExternalReferences(bindings, texts.Addresses());
  std::optional<v8::SnapshotCreator> creator(std::in_place, references.data());
  Result<void> filled = FillContext(&*creator, bindings, scripts, texts);
  if (!filled.ok()) {
    // V8 cannot give up a snapshot half way: let it make an empty one.
    const v8::HandleScope handles(creator->GetIsolate());
    creator->SetDefaultContext(v8::Context::New(creator->GetIsolate()));
  }
  const v8::StartupData data =
      creator->CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
  creator.reset();
  const std::unique_ptr<const char[]> owner(data.data);
  if (!filled.ok()) return std::move(filled).error();
  if (data.data == nullptr) return Error{ErrorCode::kSnapshot, "V8 could not make the snapshot"};
  Result<std::vector<uint8_t>> lazy = BuildLazyScripts(platform, data, references, lazy_scripts);
  if (!lazy.ok()) return lazy;

  std::vector<uint8_t> payload(data.data, data.data + data.raw_size);
  payload.resize((payload.size() + 7) / 8 * 8);  // as V8 wants its code caches
  const size_t heap_size = payload.size();
  const std::vector<uint8_t> packed = PackTexts(*sources);
  payload.insert(payload.end(), packed.begin(), packed.end());
  payload.insert(payload.end(), lazy->begin(), lazy->end());
  const SnapshotHeader header = MakeSnapshotHeader(bindings, payload, heap_size, packed.size());
  std::vector<uint8_t> file(sizeof(header) + payload.size());
  std::memcpy(file.data(), &header, sizeof(header));
  std::memcpy(file.data() + sizeof(header), payload.data(), payload.size());
  return file;
}

int BuildSnapshotMain(int argc, char** argv, std::span<const Binding> bindings) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: mksnapshot OUTPUT SCRIPT... [--lazy SCRIPT...]\n");
    return 2;
  }
  std::vector<BootstrapScript> scripts;
  std::vector<BootstrapScript> lazy_scripts;
  bool is_lazy = false;
  for (int i = 2; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--lazy") {
      is_lazy = true;
      continue;
    }
    std::optional<std::string> source = ReadFile(argv[i]);
    if (!source) {
      std::fprintf(stderr, "mksnapshot: cannot read %s\n", argv[i]);
      return 1;
    }
    (is_lazy ? lazy_scripts : scripts)
        .push_back({std::filesystem::path(argv[i]).filename().string(), std::move(*source)});
  }
  const Result<std::vector<uint8_t>> built =
      BuildSnapshot(Platform::Get(), bindings, scripts, lazy_scripts);
  if (!built.ok()) {
    std::fprintf(stderr, "mksnapshot: %s\n", built.error().message.c_str());
    return 1;
  }
  std::ofstream output(argv[1], std::ios::binary | std::ios::trunc);
  output.write(reinterpret_cast<const char*>(built.value().data()),
               static_cast<std::streamsize>(built.value().size()));
  output.close();
  if (!output) {
    std::fprintf(stderr, "mksnapshot: cannot write %s\n", argv[1]);
    return 1;
  }
  return 0;
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "runtime/snapshot_builder.h"

#include <v8.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "runtime/realm.h"
#include "runtime/snapshot.h"
#include "runtime/v8_compat.h"
#include "runtime/v8_text.h"

namespace sendoff::runtime {
namespace {

Error ScriptError(v8::Isolate* isolate, v8::Local<v8::Context> context, const std::string& name,
                  const v8::TryCatch& try_catch) {
  std::string text = name + ": ";
  const v8::Local<v8::Message> message = try_catch.Message();
  if (!message.IsEmpty()) {
    text += "line " + std::to_string(message->GetLineNumber(context).FromMaybe(0)) + ": ";
    text += ToUtf8(isolate, message->Get());
  }
  v8::Local<v8::Value> stack;
  if (try_catch.StackTrace(context).ToLocal(&stack)) text += "\n" + ToUtf8(isolate, stack);
  return {ErrorCode::kSnapshot, text};
}

Result<void> RunScript(v8::Isolate* isolate, v8::Local<v8::Context> context,
                       const BootstrapScript& script, std::span<v8::Local<v8::Value>> arguments) {
  for (const char c : script.source) {
    if (static_cast<unsigned char>(c) > 0x7f) {
      return Error{ErrorCode::kSnapshot, script.name + ": must be pure ASCII"};
    }
  }
  const v8::HandleScope handles(isolate);
  const v8::TryCatch try_catch(isolate);
  v8::Local<v8::String> parameters[] = {Literal(isolate, "global"), Literal(isolate, "natives"),
                                        Literal(isolate, "primordials"),
                                        Literal(isolate, "internals")};
  v8::ScriptCompiler::Source source(
      Literal(isolate, "'use strict';" + script.source),
      MakeOrigin(isolate, Literal(isolate, "sendoff:" + script.name), false, -13));
  v8::Local<v8::Function> function;
  if (!v8::ScriptCompiler::CompileFunction(context, &source, std::size(parameters), parameters, 0,
                                           nullptr, v8::ScriptCompiler::kEagerCompile)
           .ToLocal(&function) ||
      function
          ->Call(context, v8::Undefined(isolate), static_cast<int>(arguments.size()),
                 arguments.data())
          .IsEmpty()) {
    return ScriptError(isolate, context, script.name, try_catch);
  }
  return {};
}

// Fills the creator's isolate with the one context that a snapshot has.
Result<void> FillContext(v8::SnapshotCreator* creator, std::span<const Binding> bindings,
                         std::span<const BootstrapScript> scripts) {
  v8::Isolate* isolate = creator->GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  const v8::Local<v8::Object> internals =
      v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  v8::Local<v8::Value> arguments[] = {
      context->Global(), MakeNatives(context, bindings),
      v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0), internals};
  for (const BootstrapScript& script : scripts) {
    Result<void> done = RunScript(isolate, context, script, arguments);
    if (!done.ok()) return done;
  }
  creator->SetDefaultContext(context);
  if (creator->AddData(context, internals) != Realm::kInternalsIndex) {
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

Result<std::vector<uint8_t>> BuildSnapshot(const Platform&, std::span<const Binding> bindings,
                                           std::span<const BootstrapScript> scripts) {
  const std::vector<intptr_t> references = ExternalReferences(bindings);
  std::optional<v8::SnapshotCreator> creator(std::in_place, references.data());
  Result<void> filled = FillContext(&*creator, bindings, scripts);
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

  const std::span<const uint8_t> payload(reinterpret_cast<const uint8_t*>(data.data),
                                         static_cast<size_t>(data.raw_size));
  const SnapshotHeader header = MakeSnapshotHeader(bindings, payload);
  std::vector<uint8_t> file(sizeof(header) + payload.size());
  std::memcpy(file.data(), &header, sizeof(header));
  std::memcpy(file.data() + sizeof(header), payload.data(), payload.size());
  return file;
}

int BuildSnapshotMain(int argc, char** argv, std::span<const Binding> bindings) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: mksnapshot OUTPUT SCRIPT...\n");
    return 2;
  }
  std::vector<BootstrapScript> scripts;
  for (int i = 2; i < argc; ++i) {
    std::optional<std::string> source = ReadFile(argv[i]);
    if (!source) {
      std::fprintf(stderr, "mksnapshot: cannot read %s\n", argv[i]);
      return 1;
    }
    scripts.push_back({std::filesystem::path(argv[i]).filename().string(), std::move(*source)});
  }
  const Result<std::vector<uint8_t>> built = BuildSnapshot(Platform::Get(), bindings, scripts);
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

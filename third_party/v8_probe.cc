// SPDX-License-Identifier: MIT
// What third_party/v8_runtime.cmake compiles and runs before it takes libraries that were unpacked:
// whether V8 does what sendoff asks of it (isolate, snapshot, module, code cache), linked with the
// same libraries as sendoff, on the loader that was unpacked with them. Prints V8's version.

#include <ares.h>
#include <brotli/decode.h>
#include <libplatform/libplatform.h>
#include <openssl/ssl.h>
#include <unicode/uversion.h>
#include <uv.h>
#include <v8.h>
#include <zlib.h>

#include <cstdio>
#include <memory>

#include "runtime/v8/v8_compat.h"

namespace {

using sendoff::runtime::MakeOrigin;

constexpr char kSource[] = "export const sum = [1, 2, 3].reduce((a, b) => a + b);";

bool TheOthersAreThere() {
  UVersionInfo icu;
  u_getVersion(icu);
  return uv_version() != 0 && OpenSSL_version_num() != 0 && zlibVersion() != nullptr &&
         BrotliDecoderVersion() != 0 && ares_version(nullptr) != nullptr;
}

v8::StartupData MakeSnapshot() {
  v8::SnapshotCreator creator;
  v8::Isolate* isolate = creator.GetIsolate();
  {
    const v8::HandleScope handles(isolate);
    creator.SetDefaultContext(v8::Context::New(isolate));
  }
  return creator.CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
}

v8::MaybeLocal<v8::Module> Compile(v8::Isolate* isolate,
                                   v8::ScriptCompiler::CachedData* cache = nullptr) {
  const auto name = v8::String::NewFromUtf8Literal(isolate, "probe.mjs");
  v8::ScriptCompiler::Source source(v8::String::NewFromUtf8Literal(isolate, kSource),
                                    MakeOrigin(isolate, name, true), cache);
  return v8::ScriptCompiler::CompileModule(isolate, &source,
                                           cache != nullptr
                                               ? v8::ScriptCompiler::kConsumeCodeCache
                                               : v8::ScriptCompiler::kNoCompileOptions);
}

v8::MaybeLocal<v8::Module> NothingImported(v8::Local<v8::Context>, v8::Local<v8::String>,
                                           v8::Local<v8::FixedArray>, v8::Local<v8::Module>) {
  return {};
}

bool RunsAModule(v8::Isolate* isolate) {
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  v8::Local<v8::Module> first;
  if (!Compile(isolate).ToLocal(&first)) return false;
  // The cache is the second's.
  v8::ScriptCompiler::CachedData* cache =
      v8::ScriptCompiler::CreateCodeCache(first->GetUnboundModuleScript());
  v8::Local<v8::Module> module;
  if (cache == nullptr || !Compile(isolate, cache).ToLocal(&module)) return false;
  v8::Local<v8::Value> result;
  if (!module->InstantiateModule(context, NothingImported).FromMaybe(false) ||
      !module->Evaluate(context).ToLocal(&result)) {
    return false;
  }
  v8::Local<v8::Value> sum;
  const auto name = v8::String::NewFromUtf8Literal(isolate, "sum");
  return module->GetModuleNamespace().As<v8::Object>()->Get(context, name).ToLocal(&sum) &&
         sum->Int32Value(context).FromMaybe(0) == 6;
}

}  // namespace

int main() {
  if (!TheOthersAreThere()) return 1;
  const std::unique_ptr<v8::Platform> platform = v8::platform::NewDefaultPlatform(1);
  v8::V8::InitializePlatform(platform.get());
  v8::V8::Initialize();
  v8::StartupData snapshot = MakeSnapshot();
  const std::unique_ptr<const char[]> bytes(snapshot.data);
  const std::unique_ptr<v8::ArrayBuffer::Allocator> allocator(
      v8::ArrayBuffer::Allocator::NewDefaultAllocator());
  v8::Isolate::CreateParams params;
  params.snapshot_blob = &snapshot;
  params.array_buffer_allocator = allocator.get();
  v8::Isolate* isolate = v8::Isolate::New(params);
  bool works = false;
  {
    const v8::Isolate::Scope isolate_scope(isolate);
    works = RunsAModule(isolate);
  }
  isolate->Dispose();
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
  if (works) std::printf("%s\n", v8::V8::GetVersion());
  return works ? 0 : 1;
}

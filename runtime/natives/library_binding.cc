// SPDX-License-Identifier: MIT
#include "runtime/natives/library_binding.h"

#include <array>
#include <vector>

#include "runtime/isolate/lazy_scripts.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"
#include "sources/node_modules.h"

namespace sendoff::runtime {
namespace {

// names(): of Node's modules, without `node:`.
void Names(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::vector<v8::Local<v8::Value>> names;
  for (const std::string_view name : sources::NodeModules()) names.push_back(Name(isolate, name));
  info.GetReturnValue().Set(v8::Array::New(isolate, names.data(), names.size()));
}

// hasScript(name): whether there is a lazy script of that name.
void HasScript(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const LazyScripts& scripts =
      Realm::From(isolate->GetCurrentContext()).isolate_host().lazy_scripts();
  info.GetReturnValue().Set(scripts.Has(ToUtf8(isolate, info[0])));
}

// proxyHandler(proxy): null when it was revoked.
void ProxyHandler(const v8::FunctionCallbackInfo<v8::Value>& info) {
  if (info[0]->IsProxy()) info.GetReturnValue().Set(info[0].As<v8::Proxy>()->GetHandler());
}

constexpr std::array<BindingRow, 3> kRows = {{
    {"hasScript", HasScript, 1},
    {"names", Names, 0},
    {"proxyHandler", ProxyHandler, 1},
}};

}  // namespace

const Binding kLibraryBinding = {"library", kRows};

}  // namespace sendoff::runtime

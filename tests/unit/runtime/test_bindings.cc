// SPDX-License-Identifier: MIT
#include "tests/unit/runtime/test_bindings.h"

#include <array>

#include "runtime/natives/own_bindings.h"
#include "runtime/step/realm.h"

namespace sendoff::runtime {
namespace {

void SendHttp(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  auto& host = static_cast<TestHost&>(realm.host());
  host.calls.push_back(realm.call_sites().Here());
  if (host.on_call) host.on_call();
}

void FunctionInJson(const v8::FunctionCallbackInfo<v8::Value>&) {}

constexpr std::array<BindingRow, 2> kRows = {{
    {"http", SendHttp, 1},
    {"functionInJson", FunctionInJson, 0},
}};

}  // namespace

std::span<const Binding> TestRegistry() {
  static const std::vector<Binding> registry = [] {
    const std::span<const Binding> own = OwnBindings();
    std::vector<Binding> all(own.begin(), own.end());
    all.push_back({"send", kRows});
    return all;
  }();
  return registry;
}

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#include "tests/unit/runtime/test_bindings.h"

#include <array>

#include "runtime/natives/own_bindings.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::runtime {
namespace {

void SendHttp(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Realm& realm = Realm::From(isolate->GetCurrentContext());
  auto& host = static_cast<TestHost&>(realm.host());
  host.calls.push_back(realm.call_sites().Here());
  if (host.on_call) host.on_call();
}

// options(): what of request/option_table.h js/send/ asks for by name.
void Options(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const v8::Local<v8::Object> places = v8::Object::New(isolate);
  int place = 0;
  for (const char* name : {"method", "url", "data", "headers", "params", "auth", "headerSource",
                           "query", "webData", "strangers"}) {
    places->Set(context, Name(isolate, name), v8::Integer::New(isolate, place++)).Check();
  }
  const v8::Local<v8::Object> all = v8::Object::New(isolate);
  all->Set(context, Name(isolate, "places"), places).Check();
  all->Set(context, Name(isolate, "misnomers"), v8::Object::New(isolate)).Check();
  info.GetReturnValue().Set(all);
}

// bind(): {http}
void Bind(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const v8::Local<v8::Object> functions = v8::Object::New(isolate);
  v8::Local<v8::Function> http;
  if (!v8::Function::New(context, SendHttp).ToLocal(&http)) return;
  functions->Set(context, Name(isolate, "http"), http).Check();
  info.GetReturnValue().Set(functions);
}

constexpr std::array<BindingRow, 2> kRows = {{
    {"options", Options, 0},
    {"bind", Bind, 1},
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

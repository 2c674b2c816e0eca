// SPDX-License-Identifier: MIT
#include "runtime/natives/lazy_binding.h"

#include <array>

#include "runtime/isolate/lazy_scripts.h"
#include "runtime/natives/lazy_natives.h"
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

// natives(name): the native functions that only lazy scripts call, of one binding.
void Natives(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const v8::Local<v8::Object> functions = NewBareObject(isolate);
  for (const BindingRow& row : LazyNatives(ToUtf8(isolate, info[0])).rows) {
    v8::Local<v8::Function> function;
    const v8::Local<v8::String> name = Name(isolate, row.name);
    if (!v8::Function::New(context, row.callback, {}, row.arity, v8::ConstructorBehavior::kThrow)
             .ToLocal(&function)) {
      return;
    }
    function->SetName(name);
    if (!functions->CreateDataProperty(context, name, function).FromMaybe(false)) return;
  }
  info.GetReturnValue().Set(functions);
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

constexpr std::array<BindingRow, 3> kRows = {{
    {"script", Script, 1},
    {"global", DefineGlobal, 3},
    {"natives", Natives, 1},
}};

constexpr std::array<v8::AccessorNameGetterCallback, 1> kGetters = {ReadGlobal};

}  // namespace

const Binding kLazyBinding = {"lazy", kRows, kGetters};

}  // namespace sendoff::runtime

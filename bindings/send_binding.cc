// SPDX-License-Identifier: MIT
#include "bindings/send_binding.h"

#include <array>

#include "bindings/send/option_places.h"
#include "bindings/send/send_context.h"
#include "bindings/send_host.h"
#include "runtime/step/realm.h"

namespace sendoff::bindings {
namespace {

SendContext& ContextOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  runtime::Realm& realm = runtime::Realm::From(info.GetIsolate()->GetCurrentContext());
  return static_cast<SendHost&>(realm.host()).send(realm);
}

// bind(answers): the native functions of this context; see SendContext::Bind. A snapshot cannot
// hold functions whose Data() is a run's, and to make them takes less than a microsecond.
void Bind(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Local<v8::Object> functions;
  if (ContextOf(info)
          .Bind(info.GetIsolate()->GetCurrentContext(), info[0].As<v8::Object>())
          .ToLocal(&functions)) {
    info.GetReturnValue().Set(functions);
  }
}

// functionInJson(): JSON.stringify asked a function for its toJSON.
void FunctionInJson(const v8::FunctionCallbackInfo<v8::Value>& info) {
  ContextOf(info).NoteFunctionInJson();
}

constexpr std::array<runtime::BindingRow, 3> kRows = {{
    {"options", OptionPlaces, 0},
    {"bind", Bind, 1},
    {"functionInJson", FunctionInJson, 0},
}};

}  // namespace

const runtime::Binding kSendBinding = {"send", kRows};

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#include "bindings/send/option_places.h"

#include <cstdint>
#include <string_view>

#include "request/option_table.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

bool Set(v8::Local<v8::Context> context, v8::Local<v8::Object> object, std::string_view name,
         v8::Local<v8::Value> value) {
  return object->CreateDataProperty(context, runtime::Name(context->GetIsolate(), name), value)
      .FromMaybe(false);
}

}  // namespace

void OptionPlaces(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  const v8::Local<v8::Object> places = runtime::NewBareObject(isolate);
  const v8::Local<v8::Object> misnomers = runtime::NewBareObject(isolate);
  for (const request::OptionRow& row : request::kOptions) {
    const v8::Local<v8::Value> place = v8::Integer::New(isolate, static_cast<int32_t>(row.option));
    if (!Set(context, places, row.name, place)) return;
  }
  for (const request::Misnomer& misnomer : request::kMisnomers) {
    if (!Set(context, misnomers, misnomer.name, v8::True(isolate))) return;
  }
  const v8::Local<v8::Object> all = runtime::NewBareObject(isolate);
  if (Set(context, all, "places", places) && Set(context, all, "misnomers", misnomers)) {
    info.GetReturnValue().Set(all);
  }
}

}  // namespace sendoff::bindings

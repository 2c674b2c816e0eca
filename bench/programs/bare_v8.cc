// SPDX-License-Identifier: MIT
// The least that running JavaScript can cost: V8 as libnode brings it, one isolate, one context,
// `1`.
#include <v8.h>

#include "bench/programs/bare.h"

int main() {
  const sendoff::BareV8 bare;
  v8::Isolate* isolate = v8::Isolate::New(bare.params);
  int result = 0;
  {
    const v8::Isolate::Scope isolate_scope(isolate);
    const v8::HandleScope handles(isolate);
    const v8::Local<v8::Context> context = v8::Context::New(isolate);
    const v8::Context::Scope context_scope(context);
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> value;
    if (v8::Script::Compile(context, v8::String::NewFromUtf8Literal(isolate, "1"))
            .ToLocal(&script) &&
        script->Run(context).ToLocal(&value)) {
      result = static_cast<int>(value.As<v8::Integer>()->Value());
    }
  }
  isolate->Dispose();
  return result == 1 ? 0 : 1;
}

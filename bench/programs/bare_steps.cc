// SPDX-License-Identifier: MIT
// The least that a step with four sends can cost: V8 as this program has it, a new context or a new
// isolate for each, nothing in it but `send`.
//
//   bare_steps [fresh=isolate] [runs=N] [warm_up=N]
#include <v8.h>

#include "bench/programs/arguments.h"
#include "bench/programs/bare.h"
#include "bench/programs/usage.h"

namespace sendoff {
namespace {

constexpr char kStep[] = R"(
  for (let number = 0; number < 4; ++number) {
    send({ method: "POST", url: "http://127.0.0.1:9/hook", data: { number, name: "Luke Skywalker" } });
  })";

size_t sent = 0;

void Send(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  v8::Local<v8::Value> data;
  v8::Local<v8::String> json;
  if (info[0]
          .As<v8::Object>()
          ->Get(context, v8::String::NewFromUtf8Literal(isolate, "data"))
          .ToLocal(&data) &&
      v8::JSON::Stringify(context, data).ToLocal(&json)) {
    sent += json->Length() > 0;
  }
}

void RunStep(v8::Isolate* isolate) {
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  const v8::Context::Scope context_scope(context);
  v8::Local<v8::Function> send;
  v8::Local<v8::Script> script;
  if (v8::Function::New(context, Send).ToLocal(&send) &&
      context->Global()
          ->Set(context, v8::String::NewFromUtf8Literal(isolate, "send"), send)
          .FromMaybe(false) &&
      v8::Script::Compile(context, v8::String::NewFromUtf8Literal(isolate, kStep))
          .ToLocal(&script)) {
    // `sent` tells whether it came to its end.
    [[maybe_unused]] const v8::MaybeLocal<v8::Value> result = script->Run(context);
  }
}

int Main(const Arguments& arguments) {
  const BareV8 bare;

  // Where each step makes an isolate, this one is there all the same: V8 shares with it.
  v8::Isolate* const first = v8::Isolate::New(bare.params);
  const auto run = [&, fresh = arguments.Text("fresh") == "isolate"] {
    v8::Isolate* const isolate = fresh ? v8::Isolate::New(bare.params) : first;
    {
      const v8::Isolate::Scope isolate_scope(isolate);
      RunStep(isolate);
    }
    if (fresh) isolate->Dispose();
  };
  const size_t runs = arguments.Number("runs", 200);
  const size_t warm_up = arguments.Number("warm_up", 5);
  for (size_t i = 0; i < warm_up; ++i) run();
  const Usage start = Usage::Now();
  for (size_t i = 0; i < runs; ++i) run();
  Usage::Now().PrintSince(start, static_cast<double>(runs));
  first->Dispose();
  return sent == 4 * (warm_up + runs) ? 0 : 1;
}

}  // namespace
}  // namespace sendoff

int main(int argc, char** argv) { return sendoff::Main(sendoff::Arguments(argc, argv)); }

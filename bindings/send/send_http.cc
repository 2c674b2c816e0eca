// SPDX-License-Identifier: MIT
#include "bindings/send/send_http.h"

#include <array>
#include <utility>

#include "bindings/send/send_call.h"
#include "bindings/send/send_options.h"
#include "bindings/send_host.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

// http(method, url, data, headers, headerSource, params, auth, strangers, query, webData): what
// js/send/send.js read of the options. Buffers the request and answers undefined, or answers the
// error to throw and has buffered nothing.
void Http(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  runtime::Realm& realm = runtime::Realm::From(context);
  auto& host = static_cast<SendHost&>(realm.host());
  host.CloseWhenOver(realm);
  request::Outbox& outbox = host.outbox();

  SendCall call{isolate, context, outbox.limits()};
  const auto source = static_cast<HeaderSource>(info[4].As<v8::Int32>()->Value());
  const SendOptions options{info[0], info[1], info[2], info[3], source,
                            info[5], info[6], info[7], info[8], info[9]};
  net::OutboundRequest request;
  // A closed outbox refuses before any toJSON runs, and after them again.
  if (!outbox.is_open() || ReadSendOptions(call, options, host.urls(), &request)) {
    request.call_site = realm.call_sites().Here();
    for (const std::string& warning : *request.warnings) realm.Warn(warning);
    const Result<void> added = outbox.Add(std::move(request));
    if (!added.ok()) call.Refuse(added.error());
  }
  if (call.refusal) info.GetReturnValue().Set(call.RefusalToThrow());
}

// invalid(path, expected[, value]): the error for a value that js/send/send.js refuses. Without
// `value`, it is not shown.
void Invalid(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  static constexpr SendLimits kNoLimits;
  SendCall call{isolate, isolate->GetCurrentContext(), kNoLimits};
  const std::string path = runtime::ToUtf8(isolate, info[0]);
  const std::string expected = runtime::ToUtf8(isolate, info[1]);
  if (info.Length() > 2) {
    call.Invalid(info[2], path, expected);
  } else {
    call.InvalidSecret(path, expected);
  }
  info.GetReturnValue().Set(call.RefusalToThrow());
}

// functionInJson(): JSON.stringify asked a function for its toJSON.
void FunctionInJson(const v8::FunctionCallbackInfo<v8::Value>& info) {
  runtime::Realm& realm = runtime::Realm::From(info.GetIsolate()->GetCurrentContext());
  static_cast<SendHost&>(realm.host()).NoteFunctionInJson();
}

constexpr std::array<runtime::BindingRow, 3> kRows = {{
    {"http", Http, 10},
    {"invalid", Invalid, 3},
    {"functionInJson", FunctionInJson, 0},
}};

}  // namespace

const runtime::Binding kSendBinding = {"send", kRows};

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#include "bindings/send_http.h"

#include <array>
#include <utility>

#include "bindings/send_call.h"
#include "bindings/send_host.h"
#include "bindings/send_options.h"
#include "runtime/realm.h"

namespace sendoff::bindings {
namespace {

// $send.http(options): answers undefined, or throws and has buffered nothing.
void SendHttp(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  runtime::Realm& realm = runtime::Realm::From(context);
  Outbox& outbox = static_cast<SendHost&>(realm.host()).outbox();

  // The promise may settle and other microtasks still run before the host hears of it.
  if (realm.is_over() && outbox.is_open()) outbox.Close();

  SendCall call{isolate, context, outbox.body_limit(), {}};
  net::OutboundRequest request;
  // A closed outbox refuses before the options' getters and toJSON run, and after them again.
  if (outbox.is_open() && !ReadSendOptions(call, info[0], &request)) return;
  request.call_site = realm.CallSite(isolate);
  for (const std::string& warning : request.warnings) realm.Warn(warning);
  const Result<void> added = outbox.Add(std::move(request));
  if (!added.ok()) call.Throw(added.error());
}

constexpr std::array<runtime::BindingRow, 1> kRows = {{{"http", SendHttp, 1}}};

}  // namespace

const runtime::Binding kSendBinding = {"send", kRows};

}  // namespace sendoff::bindings

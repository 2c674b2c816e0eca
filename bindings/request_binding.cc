// SPDX-License-Identifier: MIT
#include "bindings/request_binding.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "bindings/send/send_call.h"
#include "bindings/send/send_options.h"
#include "bindings/send_host.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

SendHost& HostOf(const v8::FunctionCallbackInfo<v8::Value>& info) {
  return static_cast<SendHost&>(
      runtime::Realm::From(info.GetIsolate()->GetCurrentContext()).host());
}

// A number that js/builtin/ has from the script; what is no number means none.
double NumberOf(v8::Local<v8::Value> value, double none) {
  return value->IsNumber() && value.As<v8::Number>()->Value() >= 0 ? value.As<v8::Number>()->Value()
                                                                   : none;
}

// A limit, or what the script says where that is less.
uint64_t AtMost(uint64_t limit, v8::Local<v8::Value> value) {
  // A limit near the largest number rounds up to one that is too large to be converted back.
  const double most = static_cast<double>(limit);
  const double own = NumberOf(value, most);
  return own < most ? static_cast<uint64_t>(own) : limit;
}

// What a request gets beyond the step's own time: at its end the step gives up what it waits for,
// those that wait for a slot first. Were the requests to end by themselves at that moment, their
// slots would let others begin.
constexpr std::chrono::milliseconds kBeyondTheStep = std::chrono::seconds(1);

// How long a request may take: as long as the step may run, or what the script says.
std::chrono::milliseconds TimeoutOf(runtime::Realm& realm, v8::Local<v8::Value> value) {
  const runtime::EventLoop& loop = realm.event_loop();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(loop.deadline() - loop.Now());
  const double own = NumberOf(value, 0);
  if (own <= 0 || own >= static_cast<double>(left.count())) return left + kBeyondTheStep;
  return std::chrono::milliseconds(std::max<int64_t>(1, static_cast<int64_t>(own)));
}

// start(id, method, url, query, headers, data, webData, auth, timeout, redirects, maxBytes, asText,
// decodes, warnings): sends it and answers undefined, or answers the error to throw.
void Start(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  runtime::Realm& realm = runtime::Realm::From(context);
  SendHost& host = HostOf(info);
  host.CloseWhenOver(realm);

  const v8::Local<v8::Value> none = v8::Undefined(isolate);
  SendCall call{isolate, context, host.outbox().limits(), "axios"};
  runtime::AddTexts(context, info[13], &call.warnings);
  const SendOptions options{.method = info[1],
                            .url = info[2],
                            .data = info[5],
                            .headers = info[4],
                            .header_source = HeaderSource::kMap,
                            .params = none,
                            .auth = info[7],
                            .strangers = none,
                            .query = info[3],
                            .web_data = info[6],
                            .fills_in = false};
  net::OutboundRequest request;
  // A closed outbox refuses before any getter runs.
  if (!host.outbox().is_open() || ReadSendOptions(call, options, host.urls(), &request)) {
    request.awaited = std::make_shared<const net::AwaitedTerms>(
        net::AwaitedTerms{.timeout = TimeoutOf(realm, info[8]),
                          .redirects = static_cast<size_t>(std::min(NumberOf(info[9], 0), 100.0)),
                          .body_bytes = AtMost(call.limits.awaited_response_bytes, info[10]),
                          .decodes = info[12]->IsTrue()});
    request.call_site = realm.call_sites().Here();
    const Result<void> sent = host.SendAwaited(realm, info[0].As<v8::Uint32>()->Value(),
                                               std::move(request), info[11]->IsTrue());
    if (!sent.ok()) call.Refuse(sent.error());
  }
  if (call.refusal) info.GetReturnValue().Set(call.RefusalToThrow());
}

// cancel(id)
void Cancel(const v8::FunctionCallbackInfo<v8::Value>& info) {
  HostOf(info).CancelAwaited(info[0].As<v8::Uint32>()->Value());
}

constexpr std::array<runtime::BindingRow, 2> kRows = {{
    {"start", Start, 14},
    {"cancel", Cancel, 1},
}};

}  // namespace

const runtime::Binding kRequestBinding = {"request", kRows};

}  // namespace sendoff::bindings

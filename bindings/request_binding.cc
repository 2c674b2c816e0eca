// SPDX-License-Identifier: MIT
#include "bindings/request_binding.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "bindings/send/asked.h"
#include "bindings/send/send_call.h"
#include "bindings/send/send_options.h"
#include "bindings/send_host.h"
#include "request/request_limits.h"
#include "runtime/step/realm.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

using request::Option;

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

// How long a request may take: as long as the step may run, or what the script says.
std::chrono::milliseconds TimeoutOf(runtime::Realm& realm, v8::Local<v8::Value> value) {
  const runtime::EventLoop& loop = realm.event_loop();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(loop.deadline() - loop.Now());
  const double own = NumberOf(value, 0);
  if (own <= 0 || own >= static_cast<double>(left.count())) return left + request::kBeyondTheStep;
  return std::chrono::milliseconds(std::max<int64_t>(1, static_cast<int64_t>(own)));
}

// How the request that `asked` asks for is waited for.
net::AwaitedTerms TermsOf(runtime::Realm& realm, const SendCall& call, const Asked& asked) {
  constexpr double kMostRedirects = request::kMostRedirects;
  return {
      .timeout = TimeoutOf(realm, asked[Option::kTimeout]),
      .redirects =
          static_cast<size_t>(std::min(NumberOf(asked[Option::kRedirects], 0), kMostRedirects)),
      .body_bytes = AtMost(call.draft.limits().awaited_response_bytes, asked[Option::kMaxBytes]),
      .decodes = asked[Option::kDecodes]->IsTrue()};
}

void Send(runtime::Realm& realm, SendHost& host, SendCall& call, const Asked& asked) {
  call.send.BeforeCall();
  runtime::AddTexts(call.context, asked[Option::kWarnings], &call.draft.warnings());
  // A closed outbox refuses before any getter runs.
  if (host.outbox().is_open()) {
    if (!ReadOptions(call, asked)) return;
    call.draft.Finish(/*fills_in=*/false);
  }
  net::OutboundRequest& request = call.draft.request();
  request.awaited = std::make_shared<const net::AwaitedTerms>(TermsOf(realm, call, asked));
  request.call_site = call.send.CallSite();
  call.Accept(host.SendAwaited(realm, asked[Option::kId].As<v8::Uint32>()->Value(),
                               std::move(request), asked[Option::kText]->IsTrue()));
}

// start(...): what js/send/request.js was asked for, in the order of request/option_table.h. Sends
// it and answers undefined, or answers the error to throw.
void Start(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  runtime::Realm& realm = runtime::Realm::From(context);
  SendHost& host = HostOf(info);
  SendCall call(context, host.send(realm));
  const Asked asked(info);
  Send(realm, host, call, asked);
  if (!call.refusal) return;
  const std::string caller = runtime::ToUtf8(isolate, asked[Option::kCaller]);
  info.GetReturnValue().Set(ToThrow(context, caller, *call.refusal));
}

// cancel(id)
void Cancel(const v8::FunctionCallbackInfo<v8::Value>& info) {
  HostOf(info).CancelAwaited(info[0].As<v8::Uint32>()->Value());
}

constexpr std::array<runtime::BindingRow, 2> kRows = {{
    {"start", Start, 0},
    {"cancel", Cancel, 1},
}};

}  // namespace

const runtime::Binding kRequestBinding = {"request", kRows};

}  // namespace sendoff::bindings

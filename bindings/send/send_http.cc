// SPDX-License-Identifier: MIT
#include "bindings/send/send_http.h"

#include <string>
#include <utility>

#include "bindings/send/asked.h"
#include "bindings/send/describe.h"
#include "bindings/send/send_call.h"
#include "bindings/send/send_context.h"
#include "bindings/send/send_options.h"
#include "request/option_table.h"
#include "request/refusal.h"
#include "runtime/v8/v8_text.h"

namespace sendoff::bindings {
namespace {

constexpr std::string_view kCaller = "$send.http";

// What is expected of a value that the reader itself refuses.
std::string ExpectedOf(std::string_view what) {
  if (what == "options") return std::string(request::kExpectedOptions);
  if (what == "pair") return std::string(request::kExpectedPair);
  if (what == "stream") return std::string(request::kIsStream);
  for (const request::Misnomer& misnomer : request::kMisnomers) {
    if (misnomer.name == what) return request::AboutMisnomer(misnomer);
  }
  return std::string(request::RowOf(request::Option::kHeaders).expected);
}

void Buffer(SendCall& call, const Asked& asked) {
  SendContext& send = call.send;
  send.BeforeCall();
  // A closed outbox refuses before any toJSON runs, and after them again.
  if (send.outbox().is_open()) {
    if (!ReadOptions(call, asked)) return;
    call.draft.Finish(/*fills_in=*/true);
  }
  net::OutboundRequest& request = call.draft.request();
  request.call_site = send.CallSite();
  for (const std::string& warning : *request.warnings) send.Warn(warning);
  call.Accept(send.outbox().Add(std::move(request)));
}

}  // namespace

void Http(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::HandleScope handles(isolate);
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  SendContext* send = SendContext::Of(info);
  if (send == nullptr) {
    info.GetReturnValue().Set(ToThrow(context, kCaller, request::TooLate()));
    return;
  }
  SendCall call(context, *send);
  Buffer(call, Asked(info));
  if (call.refusal) info.GetReturnValue().Set(ToThrow(context, kCaller, *call.refusal));
}

void Invalid(const v8::FunctionCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const std::string shown =
      info.Length() > 2 ? Describe(isolate, info[2]) : std::string(request::kNotShown);
  const Error error = request::InvalidValue(shown, runtime::ToUtf8(isolate, info[1]),
                                            ExpectedOf(runtime::ToUtf8(isolate, info[0])));
  info.GetReturnValue().Set(ToThrow(isolate->GetCurrentContext(), kCaller, error));
}

}  // namespace sendoff::bindings

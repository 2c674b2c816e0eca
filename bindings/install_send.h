// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <v8.h>

#include <functional>
#include <memory>
#include <string>

#include "bindings/send/send_context.h"
#include "request/outbox.h"

namespace sendoff::bindings {

struct InstallOptions {
  // What the script's author should know of a call; it is on the request's record, too. Called on
  // the isolate's thread, inside the call. Empty: nobody hears of it.
  std::function<void(const std::string&)> on_warning{};
};

// Gives a context of whatever isolate the global `$send`, whose `http` puts requests into `outbox`.
// Nothing of the isolate is changed, and of the context nothing else: its URL, Headers, FormData
// and Blob, if it has such, are objects like any other, and functions in `data` that JSON leaves
// out are not told about.
//
// The isolate is entered, and outlives what this returns, as `outbox` does. Once that is destroyed,
// calls are refused (ERR_SEND_CLOSED); it does not keep the context alive. Fails with kInternal
// when V8 could not, as in a context that lacks built-ins.
Result<std::unique_ptr<SendContext>> InstallSend(v8::Isolate* isolate,
                                                 v8::Local<v8::Context> context,
                                                 request::Outbox& outbox,
                                                 InstallOptions options = {});

}  // namespace sendoff::bindings

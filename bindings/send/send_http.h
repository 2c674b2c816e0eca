// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::bindings {

// The native half of $send.http; js/send/send.js has the other. SendContext makes functions of
// these, and they find it by their Data().

// http(...): what js/send/send.js read of the options, in the order of request/option_table.h.
// Buffers the request and answers undefined, or answers the error to throw and has buffered
// nothing.
void Http(const v8::FunctionCallbackInfo<v8::Value>& info);

// invalid(what, path[, value]): the error for a value that js/send/send.js refuses. `what` is the
// name of an option, of what somebody takes for one, or of a shape: "options", "pair", "stream".
// Without `value`, it is not shown.
void Invalid(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace sendoff::bindings

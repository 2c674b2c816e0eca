// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send_call.h"
#include "net/outbound_request.h"

namespace sendoff::bindings {

// Turns the argument of $send.http into a request: everything is checked and copied here, so that
// nothing the script does later changes what is sent. Each property is read once. It holds no state
// between two reads, so a getter that calls $send.http itself makes a call of its own.
bool ReadSendOptions(SendCall& call, v8::Local<v8::Value> options, net::OutboundRequest* request);

}  // namespace sendoff::bindings

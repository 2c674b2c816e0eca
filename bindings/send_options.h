// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send_call.h"
#include "net/outbound_request.h"

namespace sendoff::bindings {

// The properties of the argument of $send.http, each read once by js/send.js; undefined where there
// is none.
struct SendOptions {
  v8::Local<v8::Value> method;
  v8::Local<v8::Value> url;
  v8::Local<v8::Value> data;
  v8::Local<v8::Value> headers;  // an array: name, value, name, value, ...
  bool headers_repeat;           // a name that comes twice means two lines
  v8::Local<v8::Value> params;
  v8::Local<v8::Value> auth;
  v8::Local<v8::Value> strangers;  // an array of the names of the first unknown properties
};

// Turns `options` into a request: everything is checked and copied here, so that nothing the script
// does later changes what is sent. It holds no state between two reads, so a getter or a toJSON
// that calls $send.http itself makes a call of its own.
bool ReadSendOptions(SendCall& call, const SendOptions& options, net::OutboundRequest* request);

}  // namespace sendoff::bindings

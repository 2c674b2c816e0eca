// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send/send_call.h"
#include "bindings/send/send_headers.h"
#include "net/http/outbound_request.h"
#include "request/url_memo.h"

namespace sendoff::bindings {

// The properties of the argument of $send.http, each read once by js/send/send.js; undefined where
// there is none.
struct SendOptions {
  v8::Local<v8::Value> method;
  v8::Local<v8::Value> url;
  v8::Local<v8::Value> data;
  v8::Local<v8::Value> headers;  // an array: name, value, name, value, ...
  HeaderSource header_source;
  v8::Local<v8::Value> params;
  v8::Local<v8::Value> auth;
  v8::Local<v8::Value> strangers;  // an array of the names of the first unknown properties
  v8::Local<v8::Value> query;      // the text of `params`, where that is a URLSearchParams
  v8::Local<v8::Value> web_data;   // what `data` is, where it is of the web's classes: an array
  // Whether fields that the script did not set are filled in. Not where axios itself has done so:
  // what it left out then stays out.
  bool fills_in = true;
};

// Turns `options` into a request: everything is checked and copied here, so that nothing the script
// does later changes what is sent. It holds no state between two reads, so a getter or a toJSON
// that calls $send.http itself makes a call of its own. `urls` are the run's.
bool ReadSendOptions(SendCall& call, const SendOptions& options, request::UrlMemo& urls,
                     net::OutboundRequest* request);

}  // namespace sendoff::bindings

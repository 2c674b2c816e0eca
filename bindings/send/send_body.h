// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "bindings/send/send_call.h"
#include "request/request_body.h"

namespace sendoff::bindings {

// Copies `data`, once: an object as JSON, or as a form where `content_type` (what the script said,
// or empty) asks for one; a string as it is, or as JSON where it asks for that; bytes of a buffer.
// Runs the script's code where axios would (`toJSON`, getters). Not for the web's classes, which
// bindings/send/web_body.h reads.
bool ReadBody(SendCall& call, v8::Local<v8::Value> data, std::string_view content_type,
              request::RequestBody* body);

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "bindings/send/send_call.h"
#include "request/request_body.h"

namespace sendoff::bindings {

// `data` that is a URLSearchParams, a Blob or a FormData, as `parts` of js/web/web_values.js: sent
// as a form, as its bytes, and as multipart (RFC 7578) or, where `content_type` asks for it, as
// JSON. Runs none of the script's code, but for a toJSON that the script gave to File.
bool ReadWebBody(SendCall& call, v8::Local<v8::Value> data, v8::Local<v8::Array> parts,
                 std::string_view content_type, request::RequestBody* body);

}  // namespace sendoff::bindings

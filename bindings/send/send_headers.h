// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send/send_call.h"

namespace sendoff::bindings {

// Reads `fields`, an array of name, value, name, value, ... (or undefined), by the rules of
// request/header_input.h; `source` is a number of HeaderSource. Values that are null or false
// withhold the field.
bool ReadHeaders(SendCall& call, v8::Local<v8::Value> fields, v8::Local<v8::Value> source);

}  // namespace sendoff::bindings

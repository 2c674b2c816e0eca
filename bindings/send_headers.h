// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/header_set.h"
#include "bindings/send_call.h"

namespace sendoff::bindings {

// Reads `headers`: an object, a Map, a Headers or an array of [name, value] pairs. Values that are
// null or false withhold the field, also where it has a default; a field the connection belongs to
// is left out with a warning.
bool ReadHeaders(SendCall& call, v8::Local<v8::Value> value, HeaderSet* headers);

}  // namespace sendoff::bindings

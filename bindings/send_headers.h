// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/header_set.h"
#include "bindings/send_call.h"

namespace sendoff::bindings {

// Reads `fields`, an array of name, value, name, value, ... (or undefined). Where `repeats_add`, a
// name that comes again adds a line, else it takes the place of the first. Values that are null or
// false withhold the field, also where it has a default; a field the connection belongs to is left
// out with a warning.
bool ReadHeaders(SendCall& call, v8::Local<v8::Value> fields, bool repeats_add, HeaderSet* headers);

}  // namespace sendoff::bindings

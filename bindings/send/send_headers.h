// SPDX-License-Identifier: MIT
#pragma once

#include "bindings/send/send_call.h"
#include "request/header_set.h"

namespace sendoff::bindings {

// Where the fields come from, which decides what becomes of names, as in axios. js/send/send.js
// knows the numbers.
enum class HeaderSource {
  kObject = 0,  // a name that comes again takes the place of the first; names that axios has among
                // its defaults are spelled as there
  kMap = 1,     // the same, and names are spelled as they are
  kPairs = 2,   // a name that comes again adds a line
};

// Reads `fields`, an array of name, value, name, value, ... (or undefined). Values that are null or
// false withhold the field, also where it has a default; a field the connection belongs to is left
// out with a warning.
bool ReadHeaders(SendCall& call, v8::Local<v8::Value> fields, HeaderSource source,
                 request::HeaderSet* headers);

}  // namespace sendoff::bindings

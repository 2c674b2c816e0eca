// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/record.h>

#include "bindings/send_call.h"

namespace sendoff::bindings {

// Reads `headers`: an object, a Map or an array of [name, value] pairs. Values that are null,
// undefined or false leave the field out; a field the connection belongs to is left out with a
// warning.
bool ReadHeaders(SendCall& call, v8::Local<v8::Value> value, HeaderList* headers);

// Sets `name` where the list has no such field.
void SetDefaultHeader(HeaderList* headers, std::string_view name, std::string_view value);

// Sets `name`, in the place of all fields of that name.
void SetHeader(HeaderList* headers, std::string_view name, std::string_view value);

}  // namespace sendoff::bindings

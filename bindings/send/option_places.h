// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::bindings {

// request/option_table.h for js/send/: {places, misnomers}, each an object by name, of which the
// first says where an option stands, and the second has `true`. Empty when V8 could not, with an
// exception pending.
v8::MaybeLocal<v8::Object> OptionPlaces(v8::Local<v8::Context> context);

}  // namespace sendoff::bindings

// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::bindings {

// natives.send.options(): request/option_table.h for js/send/, as {places, misnomers}, each an
// object by name, of which the first says where an option stands, and the second has `true`. Throws
// when V8 could not.
void OptionPlaces(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace sendoff::bindings

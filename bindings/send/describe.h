// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <string>

namespace sendoff::bindings {

// A value for people, in an error message: short, on one line, and made without running any of the
// script's code. Strings are cut; objects show only what they are.
std::string Describe(v8::Isolate* isolate, v8::Local<v8::Value> value);

}  // namespace sendoff::bindings

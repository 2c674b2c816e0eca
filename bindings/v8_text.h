// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <string>
#include <string_view>

namespace sendoff::bindings {

// `text` as UTF-8; lone surrogates become U+FFFD, as everywhere on the web.
std::string ToUtf8(v8::Isolate* isolate, v8::Local<v8::String> text);

// UTF-8 as a JavaScript string; empty when it is longer than V8's strings can be.
v8::Local<v8::String> ToV8(v8::Isolate* isolate, std::string_view text);

// A value for people, in an error message: short, on one line, and made without running any of the
// script's code. Strings are cut; objects show only what they are.
std::string Describe(v8::Isolate* isolate, v8::Local<v8::Value> value);

}  // namespace sendoff::bindings

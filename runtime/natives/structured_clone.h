// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::runtime {

class Realm;

// A deep copy by the rules of HTML's structured clone: cycles, dates, maps, errors and buffers are
// kept; functions and symbols are refused with a DataCloneError. The ArrayBuffers of `transfer` are
// moved and not copied. Runs getters. Empty with the exception pending.
v8::MaybeLocal<v8::Value> StructuredClone(Realm& realm, v8::Local<v8::Value> value,
                                          v8::Local<v8::Array> transfer);

}  // namespace sendoff::runtime

// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

namespace sendoff::runtime {

class Realm;

// What js/web/structured_clone.js does for objects that V8 takes for plain ones: functions of its
// Session. All are empty where there are none of the web's classes.
struct ClonePartner {
  v8::Local<v8::Function> write;  // (object): the number of what takes its place, -1: V8 clones it
  v8::Local<v8::Function> move;   // (): called when all has been written
  v8::Local<v8::Function> read;   // (number): what takes its place
};

// A deep copy by the rules of HTML's structured clone: cycles, dates, maps, errors and buffers are
// kept; functions and symbols are refused with a DataCloneError. The ArrayBuffers of `transfer` are
// moved and not copied. Runs getters. Empty with the exception pending.
v8::MaybeLocal<v8::Value> StructuredClone(Realm& realm, v8::Local<v8::Value> value,
                                          v8::Local<v8::Array> transfer,
                                          const ClonePartner& partner);

}  // namespace sendoff::runtime

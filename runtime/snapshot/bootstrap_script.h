// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>
#include <v8.h>

#include <string>

namespace sendoff::runtime {

// One bootstrap script. Pure ASCII, so that V8 keeps it as one byte a character.
struct BootstrapScript {
  std::string name;  // "console.js"
  std::string source;
};

// kSnapshot when it is not ASCII.
Result<void> CheckAscii(const BootstrapScript& script);

// What it threw, or why it does not compile, with the place.
Error DescribeFailure(v8::Isolate* isolate, v8::Local<v8::Context> context,
                      const BootstrapScript& script, const v8::TryCatch& try_catch);

}  // namespace sendoff::runtime

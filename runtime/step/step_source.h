// SPDX-License-Identifier: MIT
#pragma once

#include <v8.h>

#include <optional>

#include "runtime/step/realm.h"

namespace sendoff::runtime {

// A step's file, compiled and linked, and not yet run. One of the two is there.
struct StepSource {
  v8::Local<v8::Module> module;  // with import or export
  v8::Local<v8::Function>
      function;  // anything else: CommonJS and the old form; see js/step/step.js
};

// Finds out which it is without running anything: what compiles as a module and imports or exports
// is one; what does not compile as a module may have a top-level `return`. None with an exception
// pending when it is neither.
std::optional<StepSource> CompileStep(Realm& realm);

}  // namespace sendoff::runtime

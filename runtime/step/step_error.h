// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/step.h>
#include <v8.h>

#include <optional>
#include <string>
#include <string_view>

#include "runtime/step/realm.h"
#include "runtime/v8/fatal_error.h"

namespace sendoff::runtime {

// Whatever a step threw, as data, by js/core/errors.js. May run the step's code (getters, proxies),
// and is none when a limit ended the run meanwhile. Inside a context; leaves no exception.
std::optional<StepError> DescribeError(Realm& realm, v8::Local<v8::Value> thrown);

// The same for a rejection that nothing handled.
std::optional<StepError> DescribeUnhandledRejection(Realm& realm, v8::Local<v8::Value> reason);

// The error of a run whose isolate V8 gave up.
StepError DescribeFatalError(const FatalError& fatal);

}  // namespace sendoff::runtime

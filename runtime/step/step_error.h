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

// The error of a run that a limit ended.
StepError DescribeLimit(Limit limit, const StepLimits& limits);

// The error of a run whose isolate V8 gave up.
StepError DescribeFatalError(const FatalError& fatal);

// Where V8 has seen an exception, "step.mjs:3:9".
std::string PlaceOf(Realm& realm, v8::Local<v8::Message> message);

// Throws a SyntaxError about a place in a file's text, with the same note of where that is.
// `place.column` counts bytes.
void ThrowSyntaxError(Realm& realm, const std::string& message, const std::string& name,
                      std::string_view text, sources::Place place);

// Passes on the exception in `try_catch`, which V8 threw for a source that it could not compile or
// link, with a note where that is: file, line, column, the line itself and a caret. `prefix` is how
// many characters sendoff put before the first line.
void RethrowWithPlace(Realm& realm, v8::TryCatch& try_catch, size_t prefix);

}  // namespace sendoff::runtime

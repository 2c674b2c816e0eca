// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/engine.h>

#include <optional>

namespace sendoff::engine {

// Why the requests of a run that ended so are not sent; none: they are.
std::optional<Error> ReasonToDiscard(const StepResult& step, Deliver deliver);

}  // namespace sendoff::engine

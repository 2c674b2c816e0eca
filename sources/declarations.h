// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendoff::sources {

// The name of the first function that a script declares, when it does nothing but declare: nothing
// of it would run. None where there is any doubt. `text` is JavaScript that compiles.
std::optional<std::string> FunctionThatNobodyCalls(std::string_view text);

}  // namespace sendoff::sources

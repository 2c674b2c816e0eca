// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "sources/kept_sources.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {

// As StripTypes: a StrippedSource or a TypeScriptError, out of `kept` where an earlier run had the
// same text. `kept` may be null. Any thread.
std::variant<std::shared_ptr<const KeptSources::Made>, Error> StripTypesOnce(
    std::string_view text, KeptSources* kept, const std::function<bool()>& should_stop);

}  // namespace sendoff::sources

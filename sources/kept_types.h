// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "sources/kept_sources.h"
#include "sources/type_stripper.h"

namespace sendoff::sources {

// Takes the types off a text that it knows, as StripTypes does.
using Stripper = std::function<std::variant<StrippedSource, TypeScriptError, Error>()>;

// What `strip` makes of a text, a StrippedSource or a TypeScriptError, or out of `kept` where an
// earlier run had the same text. `kept` may be null. Any thread.
std::variant<std::shared_ptr<const KeptSources::Made>, Error> StripTypesOnce(std::string_view text,
                                                                             KeptSources* kept,
                                                                             const Stripper& strip);

}  // namespace sendoff::sources

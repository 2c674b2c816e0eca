// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/error.h>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "sources/source_map.h"

namespace sendoff::sources {

// Whether a file is TypeScript, by the end of its name: .ts, .mts, .cts.
bool IsTypeScript(std::string_view path);

// JavaScript that was made from TypeScript.
struct StrippedSource {
  std::string code;
  SourceMap map;
};

// A text that is no TypeScript.
struct TypeScriptError {
  std::string message;
  Place place;
};

// Takes the types off a source, and makes JavaScript of what is more than a type (enum, namespace,
// parameter properties, decorators). Types are not checked. See RunEsbuild for `should_stop`.
std::variant<StrippedSource, TypeScriptError, Error> StripTypes(
    std::string_view source, const std::function<bool()>& should_stop);

}  // namespace sendoff::sources

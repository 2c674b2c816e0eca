// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace sendoff::sources {

// A module that a step can import without any installation.
struct BuiltInModuleSource {
  std::string_view name;          // as it is imported: "axios"
  std::string_view source;        // see ModuleLoader::CompileBuiltIn
  std::string_view version = {};  // or the beginning of it; empty where it has none
};

// All of them; js/builtin/ and what third_party/ has from npm. Static.
std::span<const BuiltInModuleSource> BuiltInModules();

}  // namespace sendoff::sources

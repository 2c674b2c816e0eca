// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace sendoff::sources {

// How the path of a built-in module begins, and with it its frames in stacks; its name follows.
inline constexpr std::string_view kBuiltInScheme = "sendoff:";

// A module that a step can import without any installation.
struct BuiltInModuleSource {
  std::string_view name;          // as it is imported: "axios"
  std::string_view source;        // see ModuleLoader::CompileBuiltIn
  std::string_view version = {};  // or the beginning of it; empty where it has none
};

// All of them; js/builtin/ and what third_party/ has from npm. Static.
std::span<const BuiltInModuleSource> BuiltInModules();

// The one of that name; null where there is none.
const BuiltInModuleSource* FindBuiltInModule(std::span<const BuiltInModuleSource> modules,
                                             std::string_view name);

// The text of the one whose path that is; empty where there is none.
std::string_view BuiltInText(std::span<const BuiltInModuleSource> modules, std::string_view path);

}  // namespace sendoff::sources

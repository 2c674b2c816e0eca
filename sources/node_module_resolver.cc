// SPDX-License-Identifier: MIT
#include "sources/node_module_resolver.h"

#include <algorithm>
#include <string>

#include "sources/built_in_modules.h"
#include "sources/node_modules.h"

namespace sendoff::sources {
namespace {

constexpr std::string_view kScheme = "node:";

}  // namespace

std::optional<Result<ResolvedModule>> NodeModuleResolver::Resolve(
    const ModuleRequest& request) const {
  const bool has_scheme = request.specifier.starts_with(kScheme);
  const std::string_view name = request.specifier.substr(has_scheme ? kScheme.size() : 0);
  const auto names = NodeModules();
  if (!has_scheme && std::find(names.begin(), names.end(), name) == names.end()) {
    return std::nullopt;
  }
  return ResolvedModule{std::string(kBuiltInScheme) + std::string(kScheme) + std::string(name), {}};
}

}  // namespace sendoff::sources

// SPDX-License-Identifier: MIT
#include "sources/built_in_resolver.h"

#include "sources/versioned_name.h"

namespace sendoff::sources {

std::optional<Result<ResolvedModule>> BuiltInResolver::Resolve(const ModuleRequest& request) const {
  const VersionedName asked = VersionedName::Of(request.specifier);
  const BuiltInModuleSource* module = FindBuiltInModule(modules_, asked.name);
  if (module == nullptr) return std::nullopt;
  ResolvedModule resolved = {std::string(kBuiltInScheme) + asked.name, {}};
  if (!asked.version.empty() && !asked.AllowsFor(module->version)) {
    resolved.warning = "the step asks for " + asked.name + " " + asked.version + "; sendoff has " +
                       std::string(module->version) + " built in, and that is what runs";
  }
  return resolved;
}

}  // namespace sendoff::sources

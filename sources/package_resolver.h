// SPDX-License-Identifier: MIT
#pragma once

#include "sources/module_resolver.h"

namespace sendoff::sources {

// The end of the chain: npm packages, Pipedream's own, URLs. None is there yet: it answers
// everything, with what can be done instead.
class PackageResolver final : public ModuleResolver {
 public:
  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override;
};

}  // namespace sendoff::sources

// SPDX-License-Identifier: MIT
#pragma once

#include "sources/module_resolver.h"

namespace sendoff::sources {

// Node's own modules, with and without `node:`: none is there yet, and each answer says so.
class NodeModuleResolver final : public ModuleResolver {
 public:
  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override;
};

}  // namespace sendoff::sources

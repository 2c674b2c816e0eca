// SPDX-License-Identifier: MIT
#pragma once

#include "sources/module_resolver.h"

namespace sendoff::sources {

// Node's own modules, with and without `node:`, which js/node/library/ makes; of any other name
// with `node:` it says that there is none.
class NodeModuleResolver final : public ModuleResolver {
 public:
  std::optional<Result<ResolvedModule>> Resolve(const ModuleRequest& request) const override;
};

}  // namespace sendoff::sources

// SPDX-License-Identifier: MIT
#pragma once

#include <sendoff/result.h>

#include <memory>
#include <utility>
#include <vector>

#include "sources/module_resolver.h"

namespace sendoff::sources {

// Resolvers that are asked one after another until one answers. One run, on its thread.
class ResolverChain {
 public:
  // Asked after those that are there.
  void Add(std::unique_ptr<ModuleResolver> resolver) { resolvers_.push_back(std::move(resolver)); }

  // kModuleNotFound where nobody answers.
  Result<ResolvedModule> Resolve(const ModuleRequest& request) const;

 private:
  std::vector<std::unique_ptr<ModuleResolver>> resolvers_;
};

}  // namespace sendoff::sources

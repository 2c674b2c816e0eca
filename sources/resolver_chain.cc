// SPDX-License-Identifier: MIT
#include "sources/resolver_chain.h"

#include <optional>
#include <string>

namespace sendoff::sources {

Result<ResolvedModule> ResolverChain::Resolve(const ModuleRequest& request) const {
  for (const std::unique_ptr<ModuleResolver>& resolver : resolvers_) {
    if (auto answer = resolver->Resolve(request)) return *std::move(answer);
  }
  return Error{ErrorCode::kModuleNotFound,
               "there is no module '" + std::string(request.specifier) + "'"};
}

}  // namespace sendoff::sources
